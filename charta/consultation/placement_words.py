"""What became of a comment's words, in words: for the public, and for editors."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.consultation.queries.travelling import Travelled
from charta.consultation.rules import Verdict
from charta.text.sentences import sentences

VERDICTS = {
    Verdict.UNCHANGED: _l("unverändert"),
    Verdict.MOVED: _l("verschoben"),
    Verdict.REWORDED: _l("geändert"),
    Verdict.REMOVED: _l("entfallen"),
    Verdict.UNCERTAIN: _l("unsicher"),
}

CHOICES = {
    Verdict.UNCHANGED: _l("unverändert: dieselben Worte in derselben Umgebung"),
    Verdict.MOVED: _l("verschoben: dieselben Worte an anderer Stelle"),
    Verdict.REWORDED: _l("geändert: an dieser Stelle stehen jetzt andere Worte"),
    Verdict.REMOVED: _l("entfallen: nichts ist an die Stelle getreten"),
}
"""What a person can decide."""

CONFIDENCE = (
    (0.95, _l("sehr sicher")),
    (0.8, _l("ziemlich sicher")),
    (0.6, _l("eher sicher")),
    (0.0, _l("nicht sicher")),
)


def verdict(code: str) -> str:
    return str(VERDICTS[Verdict(code)])


def confidence(value: float) -> str:
    """How sure the machine is."""
    return str(next(words for least, words in CONFIDENCE if value >= least))


HERE = {
    Verdict.UNCHANGED: _l("%(what)s steht unverändert in Fassung %(number)s."),
    Verdict.MOVED: _l("%(what)s steht in Fassung %(number)s jetzt an anderer Stelle."),
    Verdict.REWORDED: _l("%(what)s wurde in Fassung %(number)s geändert."),
    Verdict.REMOVED: _l("%(what)s ist in Fassung %(number)s entfallen."),
    Verdict.UNCERTAIN: _l(
        "Wo diese Stelle in Fassung %(number)s steht, ist noch nicht sicher geklärt."
    ),
}

ELSEWHERE = {
    Verdict.MOVED: _l("%(what)s steht in Fassung %(number)s jetzt in %(key)s."),
    Verdict.REWORDED: _l("%(what)s steht geändert in Fassung %(number)s, jetzt in %(key)s."),
}
"""The same where the comment stands in another text than it was made on."""


def became(one: Travelled) -> str:
    """In a sentence what became of a comment's words in a release."""
    verdict = Verdict(one.verdict)
    sentence = HERE[verdict]
    if one.key not in {None, one.home}:
        sentence = ELSEWHERE.get(verdict, ELSEWHERE[Verdict.MOVED])
    return str(sentence) % {"what": _subject(one.exact), "number": one.release, "key": one.key}


def _subject(exact: str | None) -> str:
    """What was commented on: a whole text, a sentence, or some words."""
    if exact is None:
        return str(_("Der kommentierte Text"))
    is_sentence = exact.rstrip()[-1:] in {".", "!", "?", "…"} and len(sentences(exact)) == 1
    return str(_("Der kommentierte Satz")) if is_sentence else str(_("Die kommentierte Stelle"))
