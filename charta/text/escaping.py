"""Plain words written as Markdown."""

import re

_SIGNS = re.compile(r"[\\`*_\[\]<>&|~]")
_LEADING = re.compile(r"^(?:[#+\-=>]|[0-9]{1,9}(?=\.))", re.MULTILINE)


def escaped(words: str) -> str:
    """Words as a source that shows exactly them, wherever in a text they stand. Escapes more than
    it must: whoever wants a source that people can read tries the words themselves first."""
    return _LEADING.sub(_escape, _SIGNS.sub(r"\\\g<0>", words))


def _escape(found: re.Match[str]) -> str:
    beginning = found.group()
    return f"{beginning}\\" if beginning.isdigit() else f"\\{beginning}"
