"""Where the databases of tests lie: in memory, since they are made by the hundred."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED = Path("/dev/shm")
ENOUGH_BYTES = 1024**3
NAME = "charta-tests-"


@contextmanager
def folder() -> Iterator[Path]:
    """Lend an empty folder, in memory where there is room enough, and remove it afterwards."""
    roomy = SHARED.is_dir() and shutil.disk_usage(SHARED).free >= ENOUGH_BYTES
    place = SHARED if roomy else Path(tempfile.gettempdir())
    _sweep(place)
    home = Path(tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-", dir=place))
    try:
        yield home
    finally:
        shutil.rmtree(home)


def _sweep(place: Path) -> None:
    """Remove what processes left that were killed before they could tidy up."""
    for left in place.glob(f"{NAME}*"):
        owner = left.name.removeprefix(NAME).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)
