"""The web server: granian, with the same options, but with workers that begin anew and at a socket
file that a killed one has left behind.

By default Linux makes them as copies of a process that has threads, and a copy of a copy, as it is
made when workers are renewed under load, sometimes never ends. It is killed then, and with it the
requests it was answering.
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
from contextlib import suppress
from pathlib import Path

from granian.cli import entrypoint

ANSWER_SECONDS = 1.0


def main() -> None:
    multiprocessing.set_start_method("spawn")
    for option, value in zip(sys.argv, sys.argv[1:], strict=False):
        if option == "--uds":
            clear(Path(value))
    entrypoint()  # type: ignore[no-untyped-call]


def clear(place: Path) -> None:
    """Remove a socket file at which nobody listens any more: a server that was killed cannot do it,
    and no other could be started there. One that somebody listens at stays."""
    if not place.is_socket():
        return
    with socket.socket(socket.AF_UNIX) as asking, suppress(TimeoutError):
        asking.settimeout(ANSWER_SECONDS)
        try:
            asking.connect(str(place))
        except ConnectionRefusedError:
            place.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
