"""What moderation says in codes, in words for people."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.moderation.rules import DECISIONS, OF_THE_AUTHOR, Basis, Ground, Kind

GROUNDS = {
    Ground.LAW: _l("Rechtswidrig, etwa Beleidigung, Hetze oder Bedrohung"),
    Ground.PRIVACY: _l("Persönliche Angaben über jemanden, oder Schutz von Kindern"),
    Ground.RULES: _l("Verstößt gegen die Spielregeln"),
    Ground.SPAM: _l("Werbung oder Spam"),
    Ground.OTHER: _l("Etwas anderes"),
}

SHORT_GROUNDS = {
    Ground.LAW: _l("rechtswidrig"),
    Ground.PRIVACY: _l("persönliche Angaben"),
    Ground.RULES: _l("Spielregeln"),
    Ground.SPAM: _l("Spam"),
    Ground.OTHER: _l("anderes"),
}

KINDS = {
    Kind.KEPT: _l("Nichts geändert"),
    Kind.HIDDEN: _l("Ausgeblendet"),
    Kind.REDACTED: _l("Persönliche Angaben geschwärzt"),
    Kind.RESTORED: _l("Wieder eingeblendet"),
    Kind.WARNED: _l("Ermahnt"),
    Kind.BLOCKED: _l("Gesperrt"),
    Kind.UNBLOCKED: _l("Sperre aufgehoben"),
}

TO_DO = {
    Kind.KEPT: _l("Nichts ändern: Der Beitrag bleibt, wie er ist"),
    Kind.HIDDEN: _l("Beitrag ausblenden: Alle lesen nur noch Tag und Grund"),
    Kind.REDACTED: _l("Persönliche Angaben im Text durch […] ersetzen"),
    Kind.WARNED: _l("Die Person ermahnen"),
    Kind.BLOCKED: _l("Die Person sperren: Sie kann lesen, aber nichts mehr schreiben"),
    Kind.RESTORED: _l("Wieder einblenden: Was zuletzt verborgen wurde, lesen wieder alle"),
}

TOWARDS_THE_AUTHOR = _l("Maßnahme gegenüber der Person")

BASES = {Basis.LAW: _l("Gesetz"), Basis.RULES: _l("Spielregeln")}

CHOICES_IN_WORDS = [(kind.value, TO_DO[kind]) for kind in DECISIONS]


def ground(code: str) -> str:
    return str(GROUNDS[Ground(code)])


def short_ground(code: str) -> str:
    return str(SHORT_GROUNDS[Ground(code)])


def kind(code: str) -> str:
    """What a measure has done."""
    return str(KINDS[Kind(code)])


def kind_to_others(code: str) -> str:
    """The same for whoever has reported: how the author was dealt with is theirs alone to know."""
    of_the_author = Kind(code) in OF_THE_AUTHOR or Kind(code) is Kind.UNBLOCKED
    return str(TOWARDS_THE_AUTHOR) if of_the_author else kind(code)


def basis(code: str) -> str:
    return str(BASES[Basis(code)])
