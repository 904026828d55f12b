"""Programs of ours that do one task and end: they are told what they need, and no secret."""

from __future__ import annotations

import os

NEEDED = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")


def environment() -> dict[str, str]:
    """What they are started with. What a stranger's file might make one of them do, it does without
    the key of the installation and the passwords of database and mail server."""
    return {name: os.environ[name] for name in NEEDED if name in os.environ}
