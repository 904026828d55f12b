"""Invitations to a role: sent once more or taken back at the desk, accepted behind their link."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from charta.accounts import guests, passwords, visiting
from charta.accounts import queries as accounts
from charta.accounts.freshness import fresh
from charta.accounts.models import Person
from charta.accounts.rules import check_password
from charta.accounts.views.arriving import arrive
from charta.charters import queries, services, words
from charta.charters.blueprint import blueprint
from charta.charters.forms import JoinForm
from charta.charters.models import Charter, Invitation
from charta.charters.policies import is_admin
from charta.charters.views.members import MEMBERS
from charta.core.access import READING, allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import transaction
from charta.core.errors import Conflict, Invalid, NotAllowed, NotFound
from charta.core.forms import ButtonForm, Form
from charta.core.notices import notice


@blueprint.post(f"{MEMBERS}einladungen/<int:invitation_id>/senden/")
@allow(is_admin)
@fresh
def invitation_send(charter: Charter, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation once more, with another link."""
    ButtonForm().check()
    with transaction():
        found = queries.invitation(charter.id, invitation_id)
        services.send_again(current_actor(), now(), visiting.settings(), charter, found)
    notice(_("Die Einladung ist noch einmal unterwegs. Der frühere Link gilt nicht mehr."))
    return redirect(url_for("charters.members"), code=303)


@blueprint.post(f"{MEMBERS}einladungen/<int:invitation_id>/zurueckziehen/")
@allow(is_admin)
@fresh
def invitation_withdraw(charter: Charter, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    ButtonForm().check()
    with transaction():
        found = queries.invitation(charter.id, invitation_id)
        services.withdraw_invitation(current_actor(), now(), charter, found)
    notice(_("Die Einladung ist zurückgezogen. Ihr Link gilt nicht mehr."))
    return redirect(url_for("charters.members"), code=303)


@blueprint.route("/konto/einladung/<token>/", methods=["GET", "POST"])
@allow(anyone)
def invitation(token: str) -> ResponseReturnValue:
    """Accept a role by a button behind a mailed link. The link proves an address, and the role
    goes to the account of this address: whoever else is signed in here does not get it."""
    found = queries.invitation_by_token(token, now())
    if found is None:
        return _gone()
    invited = accounts.person_by_email(found[0].email or "")
    if current_user.is_authenticated:
        mine = invited is not None and invited.id == current_user.person_id
        return _accept(token, *found) if mine else _other(token, *found)
    if invited is not None and invited.confirmed_at is not None:
        return _page("sign_in", token, *found, status=_looking())
    return _join(token, *found, invited)


def _accept(token: str, offered: Invitation, charter: Charter) -> ResponseReturnValue:
    """For the person who is invited."""
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.accept_invitation(current_actor(), now(), token)
        except (NotFound, NotAllowed):
            return _gone()
        _welcome(offered)
        return redirect(_desk(charter), code=303)
    return _page("mine", token, offered, charter, form)


def _other(token: str, offered: Invitation, charter: Charter) -> ResponseReturnValue:
    """For somebody else, who may share the device with the person who is invited."""
    return _page("other", token, offered, charter, status=_looking())


def _looking() -> int:
    """The status of a page that only says what is to be done first."""
    return 200 if request.method in READING else NotAllowed.status


def _join(
    token: str, offered: Invitation, charter: Charter, guest: Person | None
) -> ResponseReturnValue:
    """For somebody without an account; who has spoken as a guest finds the name they had."""
    form = JoinForm()
    if form.validate_on_submit():
        name, password = form.name.data or "", form.password.data or ""
        try:
            check_password(password, email=offered.email or "", name=name)
            password_hash = passwords.hash_password(password)
            with transaction():
                person, session = services.join_by_invitation(
                    now(), visiting.settings(), token, name, password_hash, visiting.browser()
                )
        except Invalid as error:
            form.reject(error)
        except NotFound:
            return _gone()
        except Conflict:
            return _page("sign_in", token, offered, charter, status=Conflict.status)
        else:
            answer = arrive(person, session, _desk(charter))
            _welcome(offered)
            return answer
    elif not form.is_submitted() and guest is not None and guests.is_guest(guest):
        form.name.data = guest.name
    return _page("join", token, offered, charter, form)


def _desk(charter: Charter) -> str:
    return url_for("desk.home", charter=charter.slug)


def _welcome(offered: Invitation) -> None:
    notice(_("Sie haben jetzt die Rolle „%(role)s“.", role=words.role(offered.role)))


def _page(  # noqa: PLR0917
    state: str,
    token: str,
    offered: Invitation,
    charter: Charter,
    form: Form | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "charters/invitation.html",
        state=state,
        offered=offered,
        charter=charter,
        here=url_for("charters.invitation", token=token),
        role=words.role_and_office(offered.role, offered.department),
        duty=words.duty(offered.role),
        form=form,
        provider=visiting.settings().oidc_name,
    )
    return page, Invalid.status if form is not None and form.errors else status


def _gone() -> ResponseReturnValue:
    return render_template("charters/invitation_gone.html"), 404
