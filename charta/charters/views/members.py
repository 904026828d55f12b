"""Who holds which role in a charter."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.accounts import queries as accounts
from charta.accounts.freshness import fresh
from charta.accounts.rules import normal_address
from charta.charters import queries, services, words
from charta.charters.blueprint import SETTINGS, blueprint
from charta.charters.forms import MemberForm
from charta.charters.models import Charter, Membership
from charta.charters.policies import is_admin
from charta.core.access import allow, current_actor
from charta.core.actors import Role
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Invalid
from charta.core.forms import ButtonForm
from charta.core.notices import notice
from charta.core.posting import carry_out


@blueprint.route(f"{SETTINGS}rollen/", methods=["GET", "POST"])
@allow(is_admin)
@fresh
def members(charter: Charter) -> ResponseReturnValue:
    """Everybody with a role, and a form to give one to somebody who has an account."""
    form = MemberForm()
    form.offer([(item.id, item.name) for item in queries.departments(charter.id)])
    status = 200
    if request.method == "POST":
        made, status = carry_out(form, lambda: _grant(charter, form))
        if made is not None:
            notice(_("Die Rolle ist vergeben."))
            return redirect(url_for("charters.members"), code=303)
    page = render_template(
        "charters/members.html",
        form=form,
        memberships=queries.members(charter.id),
        role_words=words.role,
    )
    return page, status


def _grant(charter: Charter, form: MemberForm) -> Membership:
    person = accounts.person_by_email(normal_address(form.email.data or ""))
    if person is None:
        raise Invalid(
            _("Zu dieser Adresse gibt es kein Konto. Bitten Sie die Person, eines anzulegen."),
            "email",
        )
    chosen = form.department.data
    department = queries.department(charter.id, chosen) if chosen is not None else None
    return services.grant_role(
        current_actor(), now(), charter, person, Role(form.role.data), department=department
    )


@blueprint.post(f"{SETTINGS}rollen/<int:number>/entziehen/")
@allow(is_admin)
@fresh
def member_withdraw(charter: Charter, number: int) -> ResponseReturnValue:
    """Take one role back."""
    form = ButtonForm()
    if not form.validate_on_submit():
        raise Invalid(_("Bitte benutzen Sie die Schaltflächen der Liste."))
    with transaction():
        membership = queries.membership(charter.id, number)
        mine = membership.person_id == current_actor().person_id
        still_admin = not (mine and membership.role == Role.ADMIN)
        services.withdraw_role(current_actor(), now(), charter, membership)
    notice(_("Die Rolle ist entzogen."))
    target = "charters.members" if still_admin else "site.home"
    return redirect(url_for(target), code=303)
