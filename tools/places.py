"""Where things lie in the work tree."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "charta" / "static" / "vendor"
PAPER_FONTS = ROOT / "charta" / "papers" / "fonts"
TRANSLATIONS = ROOT / "charta" / "translations"
VAR = ROOT / "var"
