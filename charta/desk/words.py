"""The journal's actions in words."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.journal.models import JournalEntry

ACTIONS = {
    "advice.given": _l("Fachamt hat sich geäußert"),
    "advice.request_withdrawn": _l("Frage an ein Fachamt zurückgenommen"),
    "advice.requested": _l("Fachamt gefragt"),
    "advice.taken_as_ground": _l("Antwort stützt sich auf ein Fachamt"),
    "answer.corrected": _l("Antwort berichtigt"),
    "answer.draft_discarded": _l("Antwortentwurf verworfen"),
    "answer.drafted": _l("Antwortentwurf begonnen"),
    "answer.finished": _l("Antwort zur Freigabe gegeben"),
    "answer.returned": _l("Antwort an die Redaktion zurückgegeben"),
    "answer.reopened": _l("Stellungnahme wieder aufgenommen"),
    "answers.waived": _l("Veröffentlichung ohne alle Antworten begründet"),
    "assessment.given": _l("Umsetzbarkeit beurteilt"),
    "assessment.released": _l("Urteil freigegeben"),
    "case.taken": _l("Sich einer Meldung angenommen"),
    "charter.changed": _l("Angaben zur Charta geändert"),
    "charter.created": _l("Charta angelegt"),
    "charter.first_free": _l("Erste Beiträge sind sofort öffentlich"),
    "charter.first_held": _l("Erste Beiträge werden vorher gelesen"),
    "charter.second_step_demanded": _l("Anmeldung in zwei Schritten verlangt"),
    "charter.second_step_waived": _l("Anmeldung in zwei Schritten freigestellt"),
    "clause.created": _l("Klausel angelegt"),
    "clause.moved": _l("Klausel verschoben"),
    "clause.reinstated": _l("Klausel wieder aufgenommen"),
    "clause.revised": _l("Klausel neu gefasst"),
    "clause.withdrawn": _l("Klausel zurückgezogen"),
    "comment.answered": _l("Stellungnahme beantwortet"),
    "comment.entered": _l("Stellungnahme eingetragen"),
    "comment.passed": _l("Stellungnahme nach dem Lesen freigegeben"),
    "comment.placed": _l("Stellungnahme zugeordnet"),
    "comment.posted": _l("Stellungnahme abgegeben"),
    "comment.split": _l("Teil einer Stellungnahme abgetrennt"),
    "comment_group.confirmed": _l("Stellungnahmen gruppiert"),
    "comment_group.dissolved": _l("Gruppe aufgelöst"),
    "comment_group.joined": _l("In eine Gruppe aufgenommen"),
    "comment_group.left": _l("Aus einer Gruppe genommen"),
    "comment_group.turned_down": _l("Vorschlag für eine Gruppe abgelehnt"),
    "comment_groups.proposed": _l("Gruppen vorgeschlagen"),
    "comment_groups.requested": _l("Gruppen suchen lassen"),
    "comments.assigned": _l("Zuständigkeit für Stellungnahmen festgelegt"),
    "comments.carried": _l("Stellungnahmen übertragen"),
    "comments.due_set": _l("Frist für Stellungnahmen gesetzt"),
    "contribution.confirmed": _l("Adresse eines Gastes bestätigt"),
    "contribution.held": _l("Stellungnahme entgegengenommen, die erst gelesen wird"),
    "contribution.refused": _l("Stellungnahme nach dem Lesen abgelehnt"),
    "department.added": _l("Fachamt angelegt"),
    "department.moved": _l("Fachamt verschoben"),
    "department.removed": _l("Fachamt entfernt"),
    "department.renamed": _l("Fachamt umbenannt"),
    "group.added": _l("Akteursgruppe angelegt"),
    "group.moved": _l("Akteursgruppe verschoben"),
    "group.removed": _l("Akteursgruppe entfernt"),
    "group.renamed": _l("Akteursgruppe umbenannt"),
    "guests.allowed": _l("Beteiligung ohne Konto geregelt"),
    "idea.added": _l("Idee aufgenommen"),
    "idea.changed": _l("Idee geändert"),
    "idea.promoted": _l("Idee übernommen"),
    "idea.removed": _l("Idee entfernt"),
    "idea.shelved": _l("Idee zurückgestellt"),
    "idea.unshelved": _l("Idee wieder vorgelegt"),
    "ideas.imported": _l("Ideen aus einer Datei übernommen"),
    "import.prepared": _l("Datei mit Ideen hochgeladen"),
    "intake.entered": _l("Eingabe eingetragen"),
    "intake.finished": _l("Eingabe fertig zugeordnet"),
    "intake.reopened": _l("Eingabe wieder geöffnet"),
    "intakes.imported": _l("Eingaben aus einer Datei übernommen"),
    "intakes.prepared": _l("Datei mit Eingaben hochgeladen"),
    "invitation.accepted": _l("Einladung angenommen, Rolle erteilt"),
    "invitation.renewed": _l("Einladung noch einmal gesendet"),
    "invitation.sent": _l("Zu einer Rolle eingeladen"),
    "invitation.withdrawn": _l("Einladung zurückgezogen"),
    "legal_page.changed": _l("Rechtliche Seite geändert"),
    "measure.blocked": _l("Person vom Schreiben gesperrt"),
    "measure.hidden": _l("Beitrag ausgeblendet"),
    "measure.kept": _l("Gemeldeten Beitrag unverändert gelassen"),
    "measure.redacted": _l("Persönliche Angaben geschwärzt"),
    "measure.restored": _l("Beitrag wieder eingeblendet"),
    "measure.warned": _l("Person ermahnt"),
    "objection.received": _l("Widerspruch eingegangen"),
    "objection.rejected": _l("Widerspruch abgelehnt"),
    "objection.upheld": _l("Widerspruch stattgegeben"),
    "paper.ordered": _l("Papier bestellt"),
    "release.opened": _l("Fassung geöffnet"),
    "release.prepared": _l("Fassung festgestellt"),
    "release.published": _l("Fassung veröffentlicht"),
    "retention.done": _l("Fristen ausgeführt"),
    "report.received": _l("Beitrag gemeldet"),
    "review.requested": _l("Fachamt um Prüfung gebeten"),
    "review.withdrawn": _l("Bitte um Prüfung zurückgenommen"),
    "role.changed": _l("Rolle geändert"),
    "role.granted": _l("Rolle erteilt"),
    "role.withdrawn": _l("Rolle entzogen"),
    "round.announced": _l("Beteiligung angekündigt"),
    "round.rescheduled": _l("Termine einer Beteiligung geändert"),
    "section.created": _l("Abschnitt angelegt"),
    "section.moved": _l("Abschnitt verschoben"),
    "section.reinstated": _l("Abschnitt wieder aufgenommen"),
    "section.revised": _l("Abschnitt neu gefasst"),
    "section.withdrawn": _l("Abschnitt zurückgezogen"),
    "suggestion.adopted": _l("Vorschlag übernommen"),
    "table.changed": _l("Tisch geändert"),
    "table.created": _l("Tisch angelegt"),
    "table.removed": _l("Tisch entfernt"),
    "text_module.changed": _l("Textbaustein geändert"),
    "text_module.created": _l("Textbaustein angelegt"),
    "text_module.removed": _l("Textbaustein entfernt"),
    "theme.added": _l("Handlungsfeld angelegt"),
    "theme.moved": _l("Handlungsfeld verschoben"),
    "theme.removed": _l("Handlungsfeld entfernt"),
    "theme.renamed": _l("Handlungsfeld umbenannt"),
    "workshop.changed": _l("Veranstaltung geändert"),
    "workshop.created": _l("Veranstaltung angelegt"),
    "workshop.opened": _l("Veranstaltung für alle geöffnet"),
}

NUMBERED = {
    "cases": "M-%(number)s",
    "comment_groups": "Gruppe %(number)s",
    "releases": "Fassung %(number)s",
}
"""What is called by its number; the words stand in the catalogue for the pages that show them."""

SEVERAL = frozenset({"responses", "drafts", "advice_requests", "group_proposals"})
"""What is called by the comments it is about."""

UNTOLD = frozenset({"objection.received", "report.received"})
"""Whose doing it was, staff do not read here: who reports is promised that nobody learns it but
those who decide, and they see it in the case."""

MOST_NAMED = 5
"""An answer to a group of form letters covers thousands."""


def action(name: str) -> str:
    """An action in words; one without words stands as it is."""
    return str(ACTIONS.get(name, name))


def who(entry: JournalEntry, names: Mapping[int, str]) -> str:
    """Whose doing an entry is; ``names`` are those of people by their numbers."""
    if entry.action in UNTOLD:
        return str(_("nicht genannt"))
    if entry.actor_id is not None:
        return names.get(entry.actor_id) or str(_("gelöschtes Konto"))
    return str(_("Anmeldedienst") if entry.details.get("by") == "provider" else _("Betrieb"))


def subject(entry: JournalEntry, keys: Mapping[tuple[str, int], str]) -> str:
    """What an entry is about, as people call it: ``MOB-1``, ``I-4``, ``S-26``, a release."""
    details = entry.details
    if entry.subject_type == "comments":
        return keys.get(("comment", entry.subject_id), str(entry.subject_id))
    if entry.subject_type in SEVERAL:
        named = details["comments"][:MOST_NAMED]
        words = ", ".join(keys.get(("comment", one), str(one)) for one in named)
        return words if len(details["comments"]) <= MOST_NAMED else f"{words} …"
    if entry.subject_type == "ideas":
        ours = (keys.get(("idea", entry.subject_id)), details.get("key"))
        return ", ".join(word for word in ours if word)
    if entry.subject_type in NUMBERED:
        return str(_(NUMBERED[entry.subject_type], number=details["number"]))
    if entry.subject_type == "documents" or "document" in details:
        text = details.get("document", entry.subject_id)
        return keys.get(("document", text), str(text))
    return str(details.get("number") or details.get("code") or "–")
