"""Groups of a round: having them proposed, deciding about a proposal."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.core.access import allow, current_actor, may
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import grouping, queries, services
from charta.weighing.forms import GroupForm
from charta.weighing.models import Group, GroupProposal
from charta.weighing.policies import reads_answers
from charta.weighing.queries import groups as found_in
from charta.weighing.queries.rounds import the_round
from charta.weighing.rules import GROUP_TITLE
from charta.weighing.views.blueprint import NUMBER, blueprint

ALL = f"/schreibtisch/abwaegung/<{NUMBER}:number>/gruppen/"
TURN_DOWN = "ablehnen"


@blueprint.route(ALL, methods=["GET", "POST"])
@allow(reads_answers, post=is_editor)
def groups(charter: Charter, number: int) -> ResponseReturnValue:
    """What was proposed and what was confirmed; posting has the worker look for groups."""
    found = the_round(charter.id, number)
    if request.method == "POST":
        with transaction():
            services.request_proposals(current_actor(), now(), found)
        notice(_("Die Gruppen werden gesucht. Das kann einige Sekunden dauern."))
        return redirect(url_for("weighing.groups", number=number), code=303)
    proposals = queries.open_proposals(found.id, after=_key("nach"))
    confirmed = queries.groups_in(found.id, before=_key("vor"))
    waiting, proposed_at = found_in.proposal_counts(found.id)
    shown = proposals[: found_in.PAGE]
    return render_template(
        "weighing/groups.html",
        round=found,
        since=queries.running_since(found.id),
        waiting=waiting,
        proposed_at=proposed_at,
        proposals=shown,
        texts={id_: grouping.pieces(text, words) for id_, text, words in _texts(shown)},
        following=shown[-1].id if len(proposals) > found_in.PAGE else None,
        groups=confirmed[: found_in.PAGE],
        older=confirmed[found_in.PAGE - 1].group.number if len(confirmed) > found_in.PAGE else None,
        likeness=grouping.likeness,
        may_decide=may(is_editor, charter),
    )


@blueprint.route(f"{ALL}vorschlag/<{NUMBER}:proposal_id>/", methods=["GET", "POST"])
@allow(reads_answers, post=is_editor)
def proposal(charter: Charter, number: int, proposal_id: int) -> ResponseReturnValue:
    """One proposal with all it would put together; posting confirms it or turns it down."""
    found = the_round(charter.id, number)
    form = GroupForm()
    status = 200
    if request.method == "POST":
        if request.form.get("action") == TURN_DOWN:
            with transaction():
                services.turn_down_proposal(
                    current_actor(), now(), _proposal(found.id, proposal_id)
                )
            notice(_("Der Vorschlag ist abgelehnt und kommt nicht wieder."))
            return _onwards(number, found.id, proposal_id)
        one = _proposal(found.id, proposal_id)
        form.lines.choices = [(line.name, "") for line in _lines(one)]
        made, status = carry_out(form, lambda: _confirm(found.id, proposal_id, form))
        if made is not None:
            group, size = made
            notice(
                ngettext(
                    "Gruppe %(number)s ist gebildet, mit %(num)s Stellungnahme.",
                    "Gruppe %(number)s ist gebildet, mit %(num)s Stellungnahmen.",
                    size,
                    number=group.number,
                )
            )
            return _onwards(number, found.id, proposal_id)
    one = _proposal(found.id, proposal_id)
    lines = _lines(one)
    if request.method != "POST":
        form = GroupForm(
            formdata=None,
            lines=[line.name for line in lines if line.free],
            title=", ".join(one.words[:4])[:GROUP_TITLE],
        )
    page = render_template(
        "weighing/proposal.html",
        round=found,
        proposal=one,
        lines=lines,
        form=form,
        size=sum(len(line.members) for line in lines),
        ticked=set(form.lines.data or ()),
        likeness=grouping.likeness(one.similarity),
        decides=one.decided_at is None and may(is_editor, charter),
    )
    return page, status


def _texts(proposals: Sequence[GroupProposal]) -> list[tuple[int, str, list[str]]]:
    texts = found_in.first_texts(proposals)
    return [(one.id, texts.get(one.id, ""), one.words) for one in proposals]


def _confirm(round_id: int, proposal_id: int, form: GroupForm) -> tuple[Group, int]:
    """Put together what is ticked and still free."""
    one = _proposal(round_id, proposal_id)
    ticked = set(form.lines.data or ())
    members = [member.id for line in _lines(one) if line.name in ticked for member in line.free]
    group = services.confirm_group(
        current_actor(), now(), one, title=form.title.data or "", members=members
    )
    return group, len(members)


def _lines(one: GroupProposal) -> tuple[grouping.Line, ...]:
    return grouping.lines(found_in.proposed_members(one.comment_ids), one.words)


def _proposal(round_id: int, proposal_id: int) -> GroupProposal:
    one = found_in.proposal_by_id(round_id, proposal_id)
    if one is None:
        raise NotFound
    return one


def _onwards(number: int, round_id: int, proposal_id: int) -> ResponseReturnValue:
    """To the next proposal that waits, or back to the list."""
    following = queries.open_proposals(round_id, after=proposal_id, limit=1)
    if following:
        where = url_for("weighing.proposal", number=number, proposal_id=following[0].id)
    else:
        where = url_for("weighing.groups", number=number)
    return redirect(where, code=303)


def _key(name: str) -> int | None:
    return number_or_none(request.args.get(name, ""))
