"""What an author, or anybody, does with an answer: see whom it is for, say that it misses."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import policies, queries, services
from charta.consultation.forms import ReopeningForm
from charta.consultation.queries.covering import covering
from charta.consultation.views.blueprint import NUMBER, blueprint, page_keys
from charta.core.access import allow, anyone, current_actor, signed_in
from charta.core.clock import now
from charta.core.errors import NotAllowed, NotFound
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.core.public import cacheable


@blueprint.get(f"/antworten/<{NUMBER}:number>/")
@allow(anyone)
@cacheable
def answered(charter: Charter, number: int) -> str:
    """One answer and all the comments it is for."""
    after, _before = page_keys()
    found = covering(charter.id, number, now=now(), after=after)
    if found is None:
        raise NotFound
    return render_template("consultation/answered.html", found=found)


@blueprint.route(f"/stellungnahmen/<{NUMBER}:number>/anders/", methods=["GET", "POST"])
@allow(signed_in)
def reopen(charter: Charter, number: int) -> ResponseReturnValue:
    """The author says that the answer misses what they meant."""
    moment = now()
    found = queries.comment_by_number(charter.id, number, now=moment)
    if found is None:
        raise NotFound
    if not policies.is_own(current_actor(), found.comment):
        raise NotAllowed
    form = ReopeningForm()
    status = 200
    if request.method == "POST":

        def say() -> bool:
            services.reopen(current_actor(), moment, found.comment, source=form.source.data or "")
            return True

        done, status = carry_out(form, say)
        if done:
            notice(_("Danke! Ihre Stellungnahme ist wieder offen; die Stadt antwortet neu."))
            return redirect(url_for("consultation.comment", number=number), code=303)
    answers = queries.answers_to([found.comment.id], now=moment).get(found.comment.id, ())
    page = render_template(
        "consultation/reopen.html",
        comment=found.comment,
        said=queries.Contribution(found.comment, answers),
        form=form,
    )
    return page, status
