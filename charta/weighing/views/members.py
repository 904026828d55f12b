"""One group: who is in it, coming, leaving, dissolving."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation.models import Comment, Round
from charta.consultation.queries import comments_by_numbers
from charta.core.access import allow, current_actor, may
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid, NotFound
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.weighing import queries, services
from charta.weighing.forms import JoinForm
from charta.weighing.models import Group
from charta.weighing.policies import reads_answers
from charta.weighing.queries import groups as found_in
from charta.weighing.queries.rounds import the_round
from charta.weighing.views.blueprint import NUMBER, blueprint

ONE = f"/schreibtisch/abwaegung/<{NUMBER}:number>/gruppen/<{NUMBER}:group>/"


@blueprint.route(ONE, methods=["GET", "POST"])
@allow(reads_answers, post=is_editor)
def group(charter: Charter, number: int, group: int) -> ResponseReturnValue:
    """The comments of a group; posting takes further ones in."""
    found = the_round(charter.id, number)
    form = JoinForm()
    status = 200
    if request.method == "POST":
        count, status = carry_out(form, lambda: _join(found, group, form.keys.data or ""))
        if count is not None:
            notice(
                ngettext(
                    "%(num)s Stellungnahme ist aufgenommen.",
                    "%(num)s Stellungnahmen sind aufgenommen.",
                    count,
                )
            )
            return redirect(url_for("weighing.group", number=number, group=group), code=303)
    line = _line(found, group)
    members = queries.group_members(
        line.group.id, after=number_or_none(request.args.get("nach", ""))
    )
    shown = members[: found_in.PAGE]
    page = render_template(
        "weighing/group.html",
        round=found,
        line=line,
        members=shown,
        following=shown[-1][0].id if len(members) > found_in.PAGE else None,
        first_waiting=found_in.first_waiting(line.group.id),
        form=form,
        may_change=may(is_editor, charter),
    )
    return page, status


@blueprint.post(f"{ONE}herausnehmen/")
@allow(is_editor)
def leave(charter: Charter, number: int, group: int) -> ResponseReturnValue:
    """Take one comment out."""
    found = the_round(charter.id, number)
    with transaction():
        asked = number_or_none(request.form.get("comment", ""))
        comments = comments_by_numbers(charter.id, [] if asked is None else [asked])
        if not comments:
            raise NotFound
        services.leave_group(current_actor(), now(), _line(found, group).group, comments[0])
        key = comments[0].key
    notice(_("%(key)s ist herausgenommen.", key=key))
    return redirect(url_for("weighing.group", number=number, group=group), code=303)


@blueprint.post(f"{ONE}aufloesen/")
@allow(is_editor)
def dissolve(charter: Charter, number: int, group: int) -> ResponseReturnValue:
    """Let all leave."""
    found = the_round(charter.id, number)
    with transaction():
        services.dissolve_group(current_actor(), now(), _line(found, group).group)
    notice(_("Gruppe %(number)s ist aufgelöst.", number=group))
    return redirect(url_for("weighing.groups", number=number), code=303)


def _line(found: Round, number: int) -> queries.GroupLine:
    line = queries.group_by_number(found.id, number)
    if line is None:
        raise NotFound
    return line


def _join(found: Round, number: int, keys: str) -> int:
    into: Group = _line(found, number).group
    comments = _named(found.charter_id, keys)
    services.add_to_group(current_actor(), now(), into, comments)
    return len(comments)


def _named(charter_id: int, keys: str) -> Sequence[Comment]:
    """The comments with these keys; raises Invalid naming one that there is not."""
    words = [word for word in re.split(r"[\s,;]+", keys) if word]
    numbers: list[int] = []
    for word in words:
        match = re.fullmatch(r"(?:S-)?([0-9]{1,9})", word, re.IGNORECASE | re.ASCII)
        if match is None:
            raise Invalid(_("„%(word)s“ ist kein Schlüssel wie S-12.", word=word[:20]), "keys")
        numbers.append(int(match[1]))
    found = {one.number: one for one in comments_by_numbers(charter_id, sorted(set(numbers)))}
    missing = next((number for number in numbers if number not in found), None)
    if missing is not None:
        raise Invalid(_("S-%(number)s gibt es nicht.", number=missing), "keys")
    return [found[number] for number in sorted(found)]
