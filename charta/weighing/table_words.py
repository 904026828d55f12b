"""The table of all contributions in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.consultation.placement_words import VERDICTS as PLACES
from charta.consultation.words import DISPOSITIONS as BECAME
from charta.weighing import viewing
from charta.weighing.choosing import Action, Reason
from charta.weighing.standing import Kind, State, Way
from charta.weighing.viewing import Sort

STATES = {
    State.OPEN: _l("offen"),
    State.DRAFTED: _l("im Entwurf"),
    State.RELEASED: _l("freigegeben"),
}
KINDS = {
    Kind.COMMENT: _l("Stellungnahme"),
    Kind.SUGGESTION: _l("Vorschlag"),
    Kind.REPLY: _l("Erwiderung"),
    Kind.PART: _l("Teil einer Stellungnahme"),
    Kind.INTAKE: _l("Eingabe, noch aufzuteilen"),
    Kind.IDEA: _l("Idee"),
}
WAYS = {
    Way.WEB: _l("über die Seite"),
    Way.GUEST: _l("ohne Konto"),
    Way.LETTER: _l("per Brief"),
    Way.MAIL: _l("per E-Mail"),
    Way.PHONE: _l("am Telefon"),
    Way.ROOM: _l("vor Ort"),
    Way.WORKSHOP: _l("auf einer Veranstaltung"),
}
SORTS = {
    Sort.KEY: _l("Schlüssel"),
    Sort.TEXT: _l("Klausel"),
    Sort.PASSAGE: _l("Stelle im Text"),
    Sort.AUTHOR: _l("Person oder Organisation"),
    Sort.WAY: _l("Weg"),
    Sort.WORDS: _l("Text"),
    Sort.THEME: _l("Handlungsfeld"),
    Sort.PLACE: _l("Verbleib der Stelle"),
    Sort.ASSIGNEE: _l("Zuständige"),
    Sort.DUE: _l("Frist"),
    Sort.DISPOSITION: _l("Ergebnis"),
    Sort.STATE: _l("Stand"),
}

STATE_CHOICES = [(name, STATES[one]) for name, one in viewing.STATES.items()]
KIND_CHOICES = [(name, KINDS[one]) for name, one in viewing.KINDS.items()]
WAY_CHOICES = [(name, WAYS[one]) for name, one in viewing.WAYS.items()]
DISPOSITION_CHOICES = [(name, BECAME[one]) for name, one in viewing.DISPOSITIONS.items()]
VERDICT_CHOICES = [(name, PLACES[one]) for name, one in viewing.VERDICTS.items()]
SORT_CHOICES = [(one.value, words) for one, words in SORTS.items()]

ACTIONS = {
    Action.ASSIGN: _l("jemandem zuweisen"),
    Action.DUE: _l("Frist setzen"),
    Action.ANSWER: _l("gleich beantworten"),
    Action.ASK: _l("ein Fachamt fragen"),
    Action.GROUP: _l("in eine Gruppe aufnehmen"),
}
LEFT_OUT = {
    Reason.RELEASED: _l("schon freigegeben"),
    Reason.OWN: _l("von derselben Person geschrieben"),
    Reason.SAME: _l("schon so"),
    Reason.DRAFTED: _l("hat schon einen Entwurf"),
    Reason.GROUPED: _l("schon in einer Gruppe"),
}
