"""Who holds which role in a charter, and who is invited to one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import visiting
from charta.accounts.freshness import fresh
from charta.charters import queries, services, words
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import InvitationForm, RoleForm
from charta.charters.models import Charter, Department, Invitation, Membership
from charta.charters.policies import is_admin
from charta.core.access import allow, current_actor
from charta.core.actors import Role
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid
from charta.core.forms import ButtonForm, number_or_none
from charta.core.notices import notice
from charta.core.posting import carry_out

MEMBERS = f"{SETTINGS}rollen/"


@blueprint.route(MEMBERS, methods=["GET", "POST"])
@allow(is_admin)
@fresh
def members(charter: Charter) -> ResponseReturnValue:
    """Everybody with a role, who is invited to one, and a form to invite somebody. The answer is
    the same whether an address has an account or not."""
    form = InvitationForm()
    _offer(form, charter)
    status = 200
    if request.method == "POST":
        made, status = carry_out(form, lambda: _invite(charter, form))
        if made is not None:
            notice(_("Die Einladung ist unterwegs."))
            return redirect(url_for("charters.members"), code=303)
    return _list(charter, form), status


def _list(charter: Charter, form: InvitationForm) -> str:
    before = number_or_none(request.args.get("vor", ""))
    found = queries.invitations(charter.id, now(), before)
    shown = found[: queries.PAGE]
    return render_template(
        "charters/members.html",
        form=form,
        memberships=queries.members(charter.id),
        invitations=shown,
        older=shown[-1][0].id if len(found) > len(shown) else None,
        before=before,
        role_words=words.role,
    )


def _invite(charter: Charter, form: InvitationForm) -> Invitation:
    return services.invite(
        current_actor(),
        now(),
        visiting.settings(),
        charter,
        email=form.email.data or "",
        role=Role(form.role.data),
        department=_department(charter, form),
    )


@blueprint.route(f"{MEMBERS}<int:number>/", methods=["GET", "POST"])
@allow(is_admin)
@fresh
def member_change(charter: Charter, number: int) -> ResponseReturnValue:
    """Put another role in the place of one that somebody holds."""
    membership = queries.membership(charter.id, number)
    form = RoleForm()
    _offer(form, charter)
    if request.method == "GET":
        form.role.data, form.department.data = membership.role, membership.department_id
    status = 200
    if request.method == "POST":
        steps_down = _is_own_office(membership) and form.role.data != Role.ADMIN
        done, status = carry_out(form, lambda: _change(charter, number, form))
        if done:
            notice(_("Die Rolle ist geändert."))
            return redirect(_where(steps_down), code=303)
        membership = queries.membership(charter.id, number)
    page = render_template(
        "charters/member_change.html",
        form=form,
        membership=membership,
        held=words.role_and_office(membership.role, membership.department),
    )
    return page, status


def _change(charter: Charter, number: int, form: RoleForm) -> bool:
    membership = queries.membership(charter.id, number)
    if form.role.data != Role.REVIEWER and form.department.data == membership.department_id:
        form.department.data = None  # it stands there from the role that ends
    services.change_role(
        current_actor(),
        now(),
        charter,
        membership,
        Role(form.role.data),
        department=_department(charter, form),
    )
    return True


@blueprint.route(f"{MEMBERS}<int:number>/weitere/", methods=["GET", "POST"])
@allow(is_admin)
@fresh
def member_add(charter: Charter, number: int) -> ResponseReturnValue:
    """Give one more role to somebody who holds one here."""
    membership = queries.membership(charter.id, number)
    form = RoleForm()
    _offer(form, charter)
    status = 200
    if request.method == "POST":
        made, status = carry_out(form, lambda: _add(charter, number, form))
        if made is not None:
            notice(_("Die Rolle ist vergeben."))
            return redirect(url_for("charters.members"), code=303)
        membership = queries.membership(charter.id, number)
    page = render_template("charters/member_add.html", form=form, membership=membership)
    return page, status


def _add(charter: Charter, number: int, form: RoleForm) -> Membership:
    return services.give_another_role(
        current_actor(),
        now(),
        charter,
        queries.membership(charter.id, number),
        Role(form.role.data),
        department=_department(charter, form),
    )


@blueprint.post(f"{MEMBERS}<int:number>/entziehen/")
@allow(is_admin)
@fresh
def member_withdraw(charter: Charter, number: int) -> ResponseReturnValue:
    """Take one role back."""
    form = ButtonForm()
    if not form.validate_on_submit():
        raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Liste."))
    try:
        with transaction():
            membership = queries.membership(charter.id, number)
            steps_down = _is_own_office(membership)
            services.withdraw_role(current_actor(), now(), charter, membership)
    except Conflict as error:
        again = InvitationForm(formdata=None)
        _offer(again, charter)
        notice(error.message, "warning")
        return _list(charter, again), error.status
    notice(_("Die Rolle ist entzogen."))
    return redirect(_where(steps_down), code=303)


def _offer(form: RoleForm, charter: Charter) -> None:
    form.offer([(item.id, item.name) for item in queries.departments(charter.id)])


def _department(charter: Charter, form: RoleForm) -> Department | None:
    chosen = form.department.data
    return queries.department(charter.id, chosen) if chosen is not None else None


def _is_own_office(membership: Membership) -> bool:
    """Whether the actor administers the charter by this very role."""
    mine = membership.person_id == current_actor().person_id
    return mine and membership.role == Role.ADMIN


def _where(steps_down: bool) -> str:
    """Whoever has ceased to administer cannot see the list any more."""
    return url_for("site.home" if steps_down else "charters.members")
