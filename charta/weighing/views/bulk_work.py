"""What can be done with several comments at once: the form of each action, the comments it was
chosen for, and the verb."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select as choose

from charta.charters.models import Charter, Department
from charta.charters.queries import departments
from charta.consultation.models import Comment, Round
from charta.consultation.rules import MOST_AT_ONCE, MOST_COVERED
from charta.core.access import current_actor
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import Invalid, NotFound
from charta.weighing import services
from charta.weighing.choosing import Action, Intent, Selection, select
from charta.weighing.handling_forms import (
    AnswerForm,
    AskForm,
    AssignForm,
    BulkForm,
    DueForm,
    GroupForm,
)
from charta.weighing.models import Group
from charta.weighing.queries import candidates, rounds
from charta.weighing.services import Words
from charta.weighing.services.handling import assign, set_due
from charta.weighing.viewing import NOBODY, View
from charta.weighing.views.table import asking_for


@dataclass(frozen=True)
class Work:
    """What is to be done in which round: the form that says it, and the comments it was chosen
    for, ticked or all of a view."""

    charter: Charter
    round: Round
    action: Action
    form: BulkForm
    view: View
    numbers: tuple[int, ...]
    everything: bool

    def selection(self) -> Selection:
        """What would change now; raises Invalid when that is too much at once. One query."""
        asking = asking_for(self.round)
        if self.everything:
            chosen = candidates.viewed(asking, self.view.first, MOST_COVERED)
        else:
            chosen = candidates.ticked(asking, self.numbers)
        if len(chosen) > MOST_COVERED:
            message = _("Bitte wählen Sie höchstens %(limit)s auf einmal.", limit=MOST_COVERED)
            raise Invalid(message)
        return select(chosen, self._intent(asking.me))

    def _intent(self, me: int | None) -> Intent:
        decided = request.method == "POST"
        if isinstance(self.form, AssignForm) and decided:
            return Intent(self.action, me, assignee_id=self.form.person, decided=True)
        if isinstance(self.form, DueForm) and decided:
            return Intent(self.action, me, due_on=self.form.due_on.data, decided=True)
        return Intent(self.action, me)

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The choice as hidden fields of the form."""
        fields = [("aktion", self.action.value), *self.view.first.arguments().items()]
        if self.everything:
            return [*fields, ("alle", "1")]
        return [*fields, *(("s", str(number)) for number in self.numbers)]


def asked_work(charter: Charter, found: Round) -> Work:
    texts = request.values.getlist("s")
    numbers = {int(text) for text in texts if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII)}
    asked = request.values.get("aktion", "")
    action = Action(asked) if asked in {one.value for one in Action} else Action.ASSIGN
    return Work(
        charter,
        found,
        action,
        FORMS[action](charter, found),
        View.read(request.values),
        tuple(sorted(numbers))[:MOST_AT_ONCE],
        request.values.get("alle") == "1",
    )


def _assigning(_charter: Charter, found: Round) -> BulkForm:
    form = AssignForm()
    people = [(str(id_), name) for id_, name in rounds.editors(found.charter_id)]
    form.assignee.choices = [("", _("Bitte wählen")), *people, (NOBODY, _("niemand"))]
    return form


def _asking(charter: Charter, _found: Round) -> BulkForm:
    form = AskForm()
    form.departments.choices = [(one.id, one.name) for one in departments(charter.id)]
    return form


def _grouping(_charter: Charter, found: Round) -> BulkForm:
    form = GroupForm()
    form.group.choices = [("", _("eine neue Gruppe")), *rounds.options(found).groups]
    return form


FORMS: dict[Action, Callable[[Charter, Round], BulkForm]] = {
    Action.ASSIGN: _assigning,
    Action.DUE: lambda _charter, _found: DueForm(),
    Action.ANSWER: lambda _charter, _found: AnswerForm(),
    Action.ASK: _asking,
    Action.GROUP: _grouping,
}


def carry_out(work: Work, comments: Sequence[Comment]) -> None:
    """Do with the comments what the form says; raises what the service raises."""
    VERBS[type(work.form)](work, comments)


def done(work: Work, count: int) -> str:
    """What has been done, in a sentence."""
    sentences = {
        Action.ASSIGN: ngettext(
            "%(num)s Stellungnahme ist zugewiesen.",
            "%(num)s Stellungnahmen sind zugewiesen.",
            count,
        ),
        Action.DUE: ngettext(
            "%(num)s Stellungnahme hat eine neue Frist.",
            "%(num)s Stellungnahmen haben eine neue Frist.",
            count,
        ),
        Action.ANSWER: ngettext(
            "Der Entwurf für %(num)s Stellungnahme ist fertig.",
            "Der Entwurf für %(num)s Stellungnahmen ist fertig.",
            count,
        ),
        Action.ASK: ngettext(
            "Zu %(num)s Stellungnahme ist gefragt.",
            "Zu %(num)s Stellungnahmen ist gefragt.",
            count,
        ),
        Action.GROUP: ngettext(
            "%(num)s Stellungnahme ist in der Gruppe.",
            "%(num)s Stellungnahmen sind in der Gruppe.",
            count,
        ),
    }
    return str(sentences[work.action])


def _assign(work: Work, comments: Sequence[Comment]) -> None:
    form = _as(work.form, AssignForm)
    assign(current_actor(), now(), work.round, comments, form.person)


def _set_due(work: Work, comments: Sequence[Comment]) -> None:
    form = _as(work.form, DueForm)
    set_due(current_actor(), now(), work.round, comments, form.due_on.data)


def _answer(work: Work, comments: Sequence[Comment]) -> None:
    form = _as(work.form, AnswerForm)
    words = Words(form.disposition.data, form.source.data or "")
    services.save_draft(current_actor(), now(), comments, words, finish=True)


def _ask(work: Work, comments: Sequence[Comment]) -> None:
    form = _as(work.form, AskForm)
    asked = db.session.scalars(
        choose(Department).where(
            Department.charter_id == work.round.charter_id,
            Department.id.in_(form.departments.data or ()),
        )
    ).all()
    services.ask(
        current_actor(),
        now(),
        comments,
        asked,
        question=form.question.data or "",
        due_on=form.due_on.data,
    )


def _group(work: Work, comments: Sequence[Comment]) -> None:
    form = _as(work.form, GroupForm)
    if form.group.data is None:
        title = form.title.data or ""
        services.create_group(current_actor(), now(), work.round, comments, title=title)
        return
    group = db.session.scalars(
        choose(Group).where(Group.round_id == work.round.id, Group.number == form.group.data)
    ).first()
    if group is None:
        raise NotFound
    services.add_to_group(current_actor(), now(), group, comments)


VERBS: dict[type[BulkForm], Callable[[Work, Sequence[Comment]], None]] = {
    AssignForm: _assign,
    DueForm: _set_due,
    AnswerForm: _answer,
    AskForm: _ask,
    GroupForm: _group,
}

Wanted = TypeVar("Wanted", bound=BulkForm)


def _as(form: BulkForm, kind: type[Wanted]) -> Wanted:
    assert isinstance(form, kind)  # noqa: S101 - chosen by its type
    return form
