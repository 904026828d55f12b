"""What staff see first, and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import (
    is_approver,
    is_editor,
    is_facilitator,
    is_staff,
)
from charta.consultation import queries as consultation
from charta.core.access import allow, current_actor
from charta.core.actors import Actor, Role
from charta.core.clock import BERLIN, now
from charta.core.forms import number_or_none
from charta.desk import queries
from charta.desk.words import action, subject, who
from charta.feasibility.queries import Focus, Tally, tally
from charta.intake.policies import enters
from charta.journal import queries as journal_queries
from charta.moderation.policies import decides, moderates
from charta.weighing.queries.advice import Focus as Asked
from charta.weighing.queries.advice import advice_tally
from charta.weighing.queries.tasks import tasks_in_rounds
from charta.weighing.queries.waiting import waiting_in_rounds
from charta.weighing.viewing import MINE, OVERDUE

blueprint = Blueprint("desk", __name__)


@dataclass(frozen=True)
class Task:
    """Something that waits for this person, and where to do it."""

    number: int
    title: str
    text: str
    url: str


@blueprint.get("/<charter:charter>/schreibtisch/")
@allow(is_staff)
def home(charter: Charter) -> str:
    """What waits for the person, by their roles, and which rounds are open."""
    actor = current_actor()
    waiting = queries.waiting(charter.id, actor.person_id)
    tasks = [
        *_weighing(actor, charter),
        *_receiving(actor, charter, waiting),
        *_moderating(actor, charter, waiting),
        *_editing(actor, charter, waiting),
        *_reviewing(actor, charter),
        *_approving(actor, charter, waiting),
        *_facilitating(actor, charter, waiting),
    ]
    return render_template(
        "desk/home.html",
        tasks=[task for task in tasks if task.number],
        done=[task for task in tasks if not task.number],
        roles=_roles(actor, charter),
        rounds=consultation.open_rounds(charter.id, now()),
    )


def _editing(actor: Actor, charter: Charter, waiting: queries.Waiting) -> Iterator[Task]:
    if not is_editor(actor, charter):
        return
    yield Task(
        waiting.unanswered_comments,
        _("Stellungnahmen beantworten"),
        _("Jede bekommt eine Antwort mit Begründung."),
        url_for("weighing.home", stand="offen"),
    )
    yield Task(
        waiting.open_suggestions,
        _("Offene Vorschläge ansehen"),
        _("Andere Worte, die noch niemand übernommen oder beantwortet hat."),
        url_for("consultation.suggestion_texts"),
    )
    yield Task(
        waiting.uncertain_releases,
        _("Unsichere Stellen klären"),
        _("Fassungen, die erst öffnen können, wenn jede Stellungnahme ihren Ort hat."),
        url_for("releases.index"),
    )
    yield Task(
        waiting.open_ideas,
        _("Ideen sichten"),
        _("Noch weder übernommen noch zurückgestellt."),
        url_for("drafting.ideas", stand="open"),
    )
    yield Task(
        waiting.unannounced_drafts,
        _("Beteiligung ankündigen"),
        _("Festgestellte Entwürfe, zu denen noch keine Beteiligung läuft."),
        url_for("releases.index"),
    )


def _receiving(actor: Actor, charter: Charter, waiting: queries.Waiting) -> Iterator[Task]:
    if not enters(actor, charter):
        return
    yield Task(
        waiting.held_comments,
        _("Stellungnahmen lesen"),
        _("Von Gästen und von Menschen, die hier neu sind; noch nicht öffentlich."),
        url_for("intake.held_comments"),
    )
    yield Task(
        waiting.unassigned_intakes,
        _("Eingaben zuordnen"),
        _("Briefe und Anrufe, aus denen noch Stellungnahmen werden."),
        url_for("intake.index", stand="offen"),
    )


def _moderating(actor: Actor, charter: Charter, waiting: queries.Waiting) -> Iterator[Task]:
    if decides(actor, charter):
        yield Task(
            waiting.open_cases,
            _("Über Meldungen entscheiden"),
            _("Jemand sagt, dass ein Beitrag gegen Gesetz oder Spielregeln verstößt."),
            url_for("moderation.index"),
        )
    if decides(actor, charter) or (moderates(actor, charter) and waiting.open_objections):
        yield Task(
            waiting.open_objections,
            _("Widersprüche prüfen"),
            _("Jemand hält eine Entscheidung über einen Beitrag für falsch."),
            url_for("moderation.index"),
        )


def _weighing(actor: Actor, charter: Charter) -> Iterator[Task]:
    """What the person sees to, and what is late, in each round."""
    if not is_editor(actor, charter):
        return
    today = now().astimezone(BERLIN).date()
    for found in tasks_in_rounds(charter.id, actor.person_id, today):
        if found.mine:
            yield Task(
                found.mine,
                _("Mir zugewiesen"),
                _("%(title)s: Stellungnahmen, um die Sie sich kümmern.", title=found.title),
                url_for("weighing.table", number=found.number, wer=MINE),
            )
        if found.overdue:
            yield Task(
                found.overdue,
                _("Überfällig"),
                _("%(title)s: Antworten, deren Tag vorbei ist.", title=found.title),
                url_for("weighing.table", number=found.number, frist=OVERDUE),
            )


def _reviewing(actor: Actor, charter: Charter) -> Iterator[Task]:
    departments = sorted(actor.departments(charter.id))
    for department_id in departments:
        counts: Tally = tally(charter.id, department_id)
        yield Task(
            counts.get(Focus.DUE, 0),
            _("Umsetzbarkeit beurteilen"),
            _("Klauseln, deren jetzigen Wortlaut Ihr Fachamt noch nicht beurteilt hat."),
            url_for("feasibility.index"),
        )
    if departments:
        asked = advice_tally(departments, now().astimezone(BERLIN).date())
        yield Task(
            asked[Asked.OPEN],
            _("Fragen an Ihr Fachamt"),
            _("Was die Redaktion zu Stellungnahmen wissen möchte."),
            url_for("weighing.advice"),
        )


def _approving(actor: Actor, charter: Charter, waiting: queries.Waiting) -> Iterator[Task]:
    if not is_approver(actor, charter):
        return
    yield Task(
        tally(charter.id).get(Focus.UNRELEASED, 0),
        _("Urteile freigeben"),
        _("Urteile der Fachämter, die noch nicht öffentlich sind."),
        url_for("feasibility.index"),
    )
    for number, title, count in waiting_in_rounds(charter.id):
        yield Task(
            count,
            _("Antworten freigeben"),
            _("%(title)s: fertig geschrieben, noch nicht öffentlich.", title=title),
            url_for("weighing.release", number=number),
        )
    yield Task(
        waiting.unpublished_editions,
        _("Fassung veröffentlichen"),
        _("Vorbereitete Beschlussfassungen."),
        url_for("releases.index"),
    )


def _facilitating(actor: Actor, charter: Charter, waiting: queries.Waiting) -> Iterator[Task]:
    if is_facilitator(actor, charter):
        yield Task(
            waiting.closed_workshops,
            _("Veranstaltungen öffnen"),
            _("Noch nicht für alle sichtbar."),
            url_for("workshops.index"),
        )


def _roles(actor: Actor, charter: Charter) -> list[str]:
    words = {
        Role.FACILITATOR: _("Moderation"),
        Role.REVIEWER: _("Fachprüfung"),
        Role.EDITOR: _("Redaktion"),
        Role.APPROVER: _("Freigabe"),
        Role.ADMIN: _("Verwaltung"),
    }
    return [word for role, word in words.items() if actor.has(role, charter.id)]


@blueprint.get("/<charter:charter>/schreibtisch/protokoll/")
@allow(is_staff)
def journal(charter: Charter) -> str:
    """Who did what and when, newest first."""
    before = number_or_none(request.args.get("vor", ""))
    found = journal_queries.entries(charter.id, before)
    shown = found[: journal_queries.PAGE]
    keys = queries.keys(shown)
    names = queries.names({entry.actor_id for entry in shown if entry.actor_id is not None})
    return render_template(
        "desk/journal.html",
        entries=shown,
        who={entry.id: who(entry, names) for entry in shown},
        action=action,
        about={entry.id: subject(entry, keys) for entry in shown},
        older=shown[-1].id if len(found) > len(shown) else None,
        before=before,
    )
