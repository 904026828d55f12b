"""Placeholders of text modules: what they are called, and what is put in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

PLACEHOLDERS = {
    "schluessel": _l("der Schlüssel der Stellungnahme, etwa S-12"),
    "klausel": _l("der Schlüssel des Textes, um den es geht, etwa MOB-3"),
    "titel": _l("die Überschrift dieses Textes, wie sie heute lautet"),
    "version": _l("die Nummer der heutigen Version dieses Textes"),
    "stadt": _l("der Name der Stadt"),
    "charta": _l("der Name der Charta"),
}
"""Each name with what it stands for; names are German, since editors type them."""

_PLACE = re.compile(r"\{([^{}\n]*)\}")


def unknown(source: str) -> list[str]:
    """The placeholders in ``source`` that nothing stands for, as they were typed, in order."""
    return [
        found.group() for found in _PLACE.finditer(source) if found.group(1) not in PLACEHOLDERS
    ]


def left_open(source: str) -> list[str]:
    """The placeholders in ``source`` that have not been filled in."""
    return [found.group() for found in _PLACE.finditer(source) if found.group(1) in PLACEHOLDERS]


def filled(source: str, values: Mapping[str, str]) -> str:
    """``source`` with ``values`` in the place of its placeholders; others stay as they are."""
    return _PLACE.sub(lambda found: values.get(found.group(1), found.group()), source)


def joined(words: list[str], word_and: str) -> str:
    """Several words as one speaks: ``S-1, S-2 und S-5``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {word_and} {words[-1]}"
