"""The web server: granian, with the same options, but with workers that begin anew.

By default Linux makes them as copies of a process that has threads, and a copy of a copy, as it is
made when workers are renewed under load, sometimes never ends. It is killed then, and with it the
requests it was answering.
"""

from __future__ import annotations

import multiprocessing

from granian.cli import entrypoint


def main() -> None:
    multiprocessing.set_start_method("spawn")
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
