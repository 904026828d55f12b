"""Working on one comment in its row of the table: who sees to it, until when, and a short answer.

The page stands alone; with scripts only its row takes the place of the row in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation.models import Comment
from charta.consultation.policies import is_own
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import Conflict, NotFound
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import services
from charta.weighing.choosing import Candidate
from charta.weighing.handling_forms import RowForm
from charta.weighing.models import Draft
from charta.weighing.queries import candidates, drafted_comments, drafts_for, lines, rounds
from charta.weighing.queries.filtering import Asking
from charta.weighing.queries.lines import Line
from charta.weighing.services import Words
from charta.weighing.services.handling import assign, set_due
from charta.weighing.standing import Source, State
from charta.weighing.viewing import View
from charta.weighing.views.blueprint import NUMBER, blueprint
from charta.weighing.views.table import addresses, asking_for


@dataclass(frozen=True)
class Row:
    """What one works on: the comment, how it stands, and its draft."""

    asking: Asking
    comment: Comment
    standing: Candidate
    draft: Draft | None
    alone: bool
    """Whether its draft, if there is one, answers nothing else and corrects nothing."""

    @property
    def answerable(self) -> bool:
        """Whether a short answer can be written in the row."""
        return self.alone and not is_own(current_actor(), self.comment)

    @property
    def line(self) -> Line:
        [found] = lines.lines(self.asking, [(Source.COMMENTS, self.comment.id)])
        return found


@blueprint.route(
    f"/schreibtisch/abwaegung/<{NUMBER}:number>/zeile/<{NUMBER}:comment>/", methods=["GET", "POST"]
)
@allow(is_editor)
def row(charter: Charter, number: int, comment: int) -> ResponseReturnValue:
    """The row of one comment as a form; what has been released is only read."""
    found = _row(charter, number, comment)
    back = f"{addresses(found.asking.round)(View.read(request.args))}#S-{comment}"
    if request.method != "POST" and found.standing.state is State.RELEASED:
        return redirect(url_for("weighing.reading", number=comment), code=303)
    form, status = _form(found), 200
    if request.method == "POST":
        saved, status = carry_out(form, lambda: _store(_row(charter, number, comment), form))
        if saved:
            notice(_("%(key)s ist gespeichert.", key=found.comment.key))
            return redirect(back, code=303)
    page = render_template(
        "weighing/row.html",
        round=found.asking.round,
        row=found,
        line=found.line,
        form=form,
        action=url_for("weighing.row", number=number, comment=comment, **_asked()),
        back=back,
    )
    return page, status


def _asked() -> dict[str, Any]:
    return View.read(request.args).arguments()


def _row(charter: Charter, number: int, comment: int) -> Row:
    """Read what one works on; raises NotFound. Five queries."""
    asking = asking_for(rounds.the_round(charter.id, number))
    chosen = candidates.ticked(asking, [comment])
    if not chosen:
        raise NotFound
    [standing] = chosen
    [said] = candidates.loaded([standing.id])
    draft = drafts_for([said.id]).get(said.id)
    alone = draft is None or (
        draft.replaces_id is None and len(drafted_comments([draft.id])[draft.id]) == 1
    )
    return Row(asking, said, standing, draft, alone)


def _form(found: Row) -> RowForm:
    """The form as it stands; its fields are named after the comment, since a table may show
    several of them."""
    draft, standing = found.draft, found.standing
    form = RowForm(
        draft=draft.stamp if draft else "",
        assignee=standing.assignee_id,
        due_on=standing.due_on,
        disposition=draft.disposition if draft else None,
        source=draft.source if draft else "",
        finish=draft is not None and draft.finished_at is not None,
    )
    people = dict(rounds.editors(found.asking.round.charter_id))
    if standing.assignee_id is not None and standing.assignee_id not in people:
        people[standing.assignee_id] = found.line.assignee or ""
    form.assignee.choices = [("", _("niemand")), *people.items()]
    if not found.answerable:
        del form.disposition, form.source, form.finish, form.draft
    for item in form:
        item.id = f"{item.id}-{found.comment.number}"
        item.label.field_id = item.id
    return form


def _store(found: Row, form: RowForm) -> bool:
    """Save what differs from how it stands."""
    if found.standing.state is State.RELEASED:
        raise Conflict(_("Die Antwort ist inzwischen freigegeben."))
    actor, round_, comments = current_actor(), found.asking.round, [found.comment]
    if form.assignee.data != found.standing.assignee_id:
        assign(actor, now(), round_, comments, form.assignee.data)
    if form.due_on.data != found.standing.due_on:
        set_due(actor, now(), round_, comments, form.due_on.data)
    if "source" in form and found.answerable:
        _store_answer(found, form)
    db.session.flush()
    return True


def _store_answer(found: Row, form: RowForm) -> None:
    draft = found.draft
    if draft is None and not (form.disposition.data or form.source.data or form.finish.data):
        return
    words = Words(
        form.disposition.data or None,
        form.source.data or "",
        draft.revision if draft else None,
        draft.department_id if draft else None,
    )
    services.save_draft(
        current_actor(),
        now(),
        [found.comment],
        words,
        stamp=form.draft.data or "",
        finish=form.finish.data,
    )
