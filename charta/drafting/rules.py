"""What holds for texts, keys and reasons, whoever writes them."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from charta.core.errors import Invalid

LONGEST_TITLE = 200
LONGEST_SOURCE = 20_000
LONGEST_NOTE = 500
LONGEST_REASON = 1_000

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def section_key(number: int) -> str:
    return f"A-{number}"


def clause_key(code: str, number: int) -> str:
    """The citable key of a clause: ``MOB-3``."""
    return f"{code}-{number}"


def check_title(title: str) -> None:
    """Raise Invalid unless ``title`` is one line of 1 to 200 visible characters."""
    if not title.strip():
        raise Invalid(_("Bitte geben Sie einen Titel ein."), "title")
    if "\n" in title:
        raise Invalid(_("Bitte schreiben Sie den Titel in eine Zeile."), "title")
    check_text(title, LONGEST_TITLE, "title")


def check_source(kind: str, source: str) -> None:
    """Raise Invalid for a text that is too long, or an empty clause; a section may be a mere
    heading for its clauses."""
    if kind == "clause" and not source.strip():
        raise Invalid(_("Bitte geben Sie den Text der Klausel ein."), "source")
    check_text(source, LONGEST_SOURCE, "source")


def check_note(number: int, note: str) -> None:
    """Raise Invalid when a revision after the first does not say what was changed and why."""
    if number > 1 and not note.strip():
        raise Invalid(_("Bitte sagen Sie kurz, was Sie geändert haben und warum."), "note")
    check_text(note, LONGEST_NOTE, "note")


def check_reason(reason: str) -> None:
    """Raise Invalid when a decision comes without its reason."""
    if not reason.strip():
        raise Invalid(_("Bitte geben Sie eine Begründung an."), "reason")
    check_text(reason, LONGEST_REASON, "reason")


def check_text(text: str, longest: int, field: str) -> None:
    """Raise Invalid, at ``field``, for what is too long or holds characters nobody can see."""
    if len(text) > longest:
        raise Invalid(
            _(
                "Bitte kürzen Sie auf höchstens %(limit)s Zeichen; es sind %(length)s.",
                limit=longest,
                length=len(text),
            ),
            field,
        )
    if _INVISIBLE.search(text):
        raise Invalid(_("Bitte entfernen Sie das unsichtbare Zeichen aus dem Text."), field)


def placed(siblings: list[int], moving: int, place: int) -> list[int]:
    """The ids in their new order, ``moving`` at ``place`` (from 1; beyond the end is the end)."""
    others = [sibling for sibling in siblings if sibling != moving]
    index = max(place, 1) - 1
    return [*others[:index], moving, *others[index:]]
