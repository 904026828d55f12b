"""Run as a program by ``bench.papers``: makes one ordered paper, as the worker does.

``python -m bench.paper NUMBER`` with the settings in the environment.
"""

from __future__ import annotations

import sys

from charta import create_app
from charta.papers.background import deliver
from config import Settings


def main() -> None:
    app = create_app(Settings.from_environment())
    with app.app_context():
        deliver({"paper": int(sys.argv[1])})


if __name__ == "__main__":
    main()
