"""What can be said about a paper that is ordered."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l

from charta.core.forms import Choice, Form, Radio, Upload, number_or_none
from charta.papers import words
from charta.papers.queries import papers as queries
from charta.papers.rules import FORMATS, OF_A_RELEASE, OF_A_ROUND, Kind

NAMES = [("nein", _l("ohne Namen")), ("ja", _l("mit Namen, nur für den Dienstgebrauch"))]
NO_COMPARISON = ("", _l("keine, ohne Synopse"))


class PaperForm(Form):
    """All that papers ask for; :meth:`for_kind` leaves out what one does not."""

    round = Choice(_l("Beteiligung"), coerce=number_or_none)
    new = Choice(_l("Fassung"), coerce=number_or_none)
    old = Choice(_l("Fassung, mit der verglichen wird"), coerce=number_or_none, required=False)
    names = Radio(_l("Personen"), choices=NAMES, default="nein")
    template = Upload(_l("Eigene Vorlage"), required=False)
    format = Radio(_l("Format"))

    @classmethod
    def for_kind(cls, charter_id: int, kind: Kind) -> Self:
        """The form of this kind with the charter's rounds and releases; what is usual is chosen.
        Two queries at most."""
        offered, given = _offers(charter_id, kind), {"format": FORMATS[kind][0].value}
        given |= {name: one[0][0] for name, one in offered.items() if one}
        if len(releases := offered.get("new", [])) > 1:
            given["old"] = releases[1][0]
        form = cls(data=given)
        for name in cls.fields_without(kind):
            del form[name]
        for name, choices in offered.items():
            form[name].choices = choices
        labels = words.LETTER_FORMATS if kind is Kind.LETTERS else words.FORMATS
        form.format.choices = [(one.value, labels[one]) for one in FORMATS[kind]]
        return form

    @staticmethod
    def fields_without(kind: Kind) -> set[str]:
        """The fields that a kind of paper does not have."""
        left_out = set() if kind in OF_A_ROUND else {"round"}
        left_out |= set() if kind in OF_A_RELEASE else {"new", "old"}
        left_out |= {"names"} if kind in {Kind.SYNOPSIS, Kind.LETTERS} else set()
        return left_out if kind is Kind.LETTERS else left_out | {"template"}


def _offers(charter_id: int, kind: Kind) -> dict[str, list[tuple[Any, Any]]]:
    offered: dict[str, list[tuple[Any, Any]]] = {}
    if kind in OF_A_ROUND:
        offered["round"] = [
            (one.number, words.round_name(one)) for one in queries.rounds(charter_id)
        ]
    if kind in OF_A_RELEASE:
        releases = [
            (one.number, f"{words.release_name(one)}: {one.title}")
            for one in queries.releases(charter_id)
        ]
        none = [NO_COMPARISON] if kind is Kind.COUNCIL else []
        offered |= {"new": releases, "old": [*none, *releases]}
    return offered
