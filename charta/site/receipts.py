"""The receipt: what somebody contributed, where it stands, what was answered, what it changed.

Whoever has the code may read it; nothing else is asked, and no cache keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from charta.charters.models import Charter
from charta.consultation.forms import ReopeningForm
from charta.consultation.models import Comment
from charta.consultation.moderated import Decided
from charta.consultation.services.reopening import reopen
from charta.core import posting
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import Invalid, NotFound
from charta.core.forms import Form, Line
from charta.core.notices import notice
from charta.core.public import for_holders
from charta.moderation import queries as moderation
from charta.moderation.moderator import shown
from charta.receipts import queries, rules
from charta.receipts.guessing import count_wrong, slow_down
from charta.site import received
from charta.site.blueprint import blueprint


class CodeForm(Form):
    code = Line(
        _l("Beleg-Code"),
        longest=100,
        description=_l(
            "Er steht auf Ihrem Beleg oder bei Ihrer Meldung. Groß oder klein, mit oder ohne "
            "Striche."
        ),
    )


@blueprint.route("/beleg/", methods=["GET", "POST"])
@allow(anyone)
def receipt_search() -> ResponseReturnValue:
    """Ask for the code, of a receipt or of a report, and lead to its page."""
    form = CodeForm()
    if form.validate_on_submit():
        slow_down()
        page = _page_of(form.code.data or "")
        if page is not None:
            return redirect(page, code=303)
        count_wrong()
        form.reject(
            Invalid(_("Diesen Code gibt es nicht. Er hat fünf Gruppen zu vier Buchstaben."), "code")
        )
    page = render_template("site/receipt_search.html", form=form)
    return page, 422 if form.errors else 200


def _page_of(typed: str) -> str | None:
    """The address of what a code is for. Two queries at most."""
    letters = rules.read(typed)
    if letters is None:
        return None
    code = rules.in_groups(letters)
    if queries.receipt_by_code(letters) is not None:
        return url_for("site.receipt", code=code)
    charter = moderation.charter_of_report(letters)
    return url_for("moderation.report", charter=charter, code=code) if charter else None


@blueprint.get("/beleg/<code>/")
@allow(anyone)
def receipt(code: str) -> ResponseReturnValue:
    """One contribution and what became of it."""
    found = the_subject(code)
    letters = rules.read(code)
    assert letters  # noqa: S101 - it was found
    printed = rules.in_groups(letters)
    if code != printed:
        return redirect(url_for("site.receipt", code=printed), code=303)
    return for_holders(
        render_template(
            PAGES[found.kind],
            code=printed,
            on=_told(found),
            decided=_decided(found, printed),
            now=now(),
        )
    )


@blueprint.route("/beleg/<code>/anders/", methods=["GET", "POST"])
@allow(anyone)
def receipt_differs(code: str) -> ResponseReturnValue:
    """Whoever holds the receipt of an answered comment says that the answer misses it."""
    found = the_subject(code)
    if found.kind != "comments":
        raise NotFound
    form, status = ReopeningForm(), posting.OK
    if request.method == "POST":
        done, status = posting.carry_out(form, lambda: _reopen(found.id, form))
        if done:
            notice(_("Danke. Die Stadt antwortet Ihnen noch einmal."))
            return redirect(url_for("site.receipt", code=code), code=303)
    on = received.on_comment(found.charter_id, found.id, now())
    if on.said.answer is None and status == posting.OK:
        return redirect(url_for("site.receipt", code=code), code=303)
    page = render_template("site/receipt_differs.html", code=code, on=on, form=form)
    return for_holders(page, status)


def _reopen(comment_id: int, form: ReopeningForm) -> bool:
    comment = db.session.get_one(Comment, comment_id)
    reopen(current_actor(), now(), comment, source=form.source.data or "", holds_receipt=True)
    return True


PAGES = {
    "comments": "site/receipt_comment.html",
    "ideas": "site/receipt_idea.html",
    "intakes": "site/receipt_intake.html",
    "held_comments": "site/receipt_held.html",
}


def the_subject(code: str) -> received.Subject:
    """What the receipt with this code is for, in whose charter the page then is; raises NotFound,
    and 429 where too many wrong ones were tried."""
    slow_down()
    found = queries.receipt_by_code(code)
    if found is None:
        count_wrong()
        raise NotFound
    g.charter = db.session.get(Charter, found.charter_id)
    return received.subject(found)


def _told(found: received.Subject) -> object:
    if found.kind == "comments":
        return received.on_comment(found.charter_id, found.id, now())
    if found.kind == "ideas":
        return received.on_idea(found.id, now())
    if found.kind == "intakes":
        return received.on_intake(found.id, now())
    return received.on_held(found.id)


def _decided(found: received.Subject, code: str) -> Sequence[Decided]:
    """What moderators have decided about a comment; whoever has the receipt may object."""
    if found.kind != "comments":
        return ()
    told = moderation.told_to(found.charter_id, comment_id=found.id)
    return [shown(one, now(), code=code) for one in told]
