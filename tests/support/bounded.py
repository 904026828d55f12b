"""Measuring what a stranger's file costs: processor time and memory, not the clock on the wall,
which also counts what other programs do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FROM_HERE = "5"
"""Lets Linux count the peak of memory anew from what is used now."""


@contextmanager
def bounded(*, seconds: float, megabytes: int) -> Iterator[None]:
    """Fail when the block, with the programs it starts, takes more processor time, or when this
    process grows by more memory at any moment of it."""
    PEAK.write_text(FROM_HERE)
    memory, time = _kilobytes("VmRSS"), _processor()
    yield
    grown = (_kilobytes("VmHWM") - memory) // 1024
    taken = _processor() - time
    assert taken <= seconds, f"{taken:.1f} seconds"
    assert grown <= megabytes, f"{grown} MB"


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _kilobytes(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    assert found, name
    return int(found[1])
