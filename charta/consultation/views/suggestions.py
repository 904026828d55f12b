"""The editors' side of suggestions: side by side on a text, and taking them over."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.charters.policies import is_editor
from charta.consultation import queries, services
from charta.consultation.forms import AdoptForm, AdoptionForm
from charta.consultation.models import Adoption, Comment
from charta.consultation.services.suggestions import AlreadyAdopted, check_adoptable, proposed
from charta.consultation.views.blueprint import NUMBER, a_key, blueprint, page_keys
from charta.consultation.views.cards import Card, card, cards
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.errors import Invalid
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting import queries as drafting
from charta.drafting.errors import EditConflict
from charta.drafting.forms import rebase
from charta.drafting.models import Revision
from charta.drafting.services.revisions import rendered
from charta.text import diff
from charta.text.diff import Difference, Edit
from charta.text.markdown import render


@blueprint.get("/schreibtisch/vorschlaege/")
@allow(is_editor)
def suggestion_texts(charter: Charter) -> str:
    """The texts on which suggestions wait."""
    texts = queries.texts_with_suggestions(charter.id)
    return render_template(
        "consultation/suggestion_texts.html",
        texts=texts,
        titles=drafting.titles([text.document.id for text in texts]),
    )


@blueprint.get("/schreibtisch/entwurf/<key>/vorschlaege/")
@allow(is_editor)
def suggestions(charter: Charter, key: str) -> str:
    """All suggestions on one text: those that wait, or those that are settled."""
    document = drafting.document_by_key(charter.id, a_key(key))
    current = drafting.current_revision(document.id)
    after, before = page_keys()
    done = request.args.get("stand") == "erledigt"
    waiting: list[Card] = []
    settled: list[queries.Settled] = []
    following: int | None = None
    answers: dict[int, tuple[queries.Answer, ...]] = {}
    if done:
        settled, following = queries.settled_suggestions(document.id, before=before)
        ids = [one.comment.id for one in settled]
        answers = queries.answers_to(ids, now=None) if ids else {}
    else:
        page, following = queries.waiting_suggestions(document.id, after=after)
        compared = queries.compared_suggestions(document.id) if page else []
        wordings = queries.revisions_of([*page, *compared])
        waiting = cards(page, compared, wordings, current, actor=current_actor())
    return render_template(
        "consultation/suggestions.html",
        document=document,
        current=current,
        done=done,
        cards=waiting,
        settled=settled,
        answers=answers,
        counts=queries.suggestion_counts(document.id),
        most_compared=queries.MOST_COMPARED,
        following=following,
    )


@blueprint.post(f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/uebernehmen/")
@allow(is_editor)
def adopt(charter: Charter, number: int) -> ResponseReturnValue:
    """Take a suggestion over as it was made, with one press."""
    form = AdoptForm()

    def take_over() -> Adoption:
        comment, _adoption = queries.suggestion_by_number(charter.id, number)
        return services.adopt_suggestion(
            current_actor(), now(), comment, base_number=form.base.data or 0
        )

    adoption, status = carry_out(form, take_over)
    if adoption is not None:
        return _taken_over(charter, number)
    sheet = _sheet(charter, number)
    began_on = form.base.data
    edited = sheet.fresh_form()
    edited.form_errors.extend(form.form_errors)
    clash = None
    if sheet.editable and began_on and began_on != sheet.current.number:
        clash = _clash(began_on, sheet, edited)
    return _page(sheet, edited, clash=clash), status


@blueprint.route(
    f"/schreibtisch/stellungnahmen/<{NUMBER}:number>/bearbeitet-uebernehmen/",
    methods=["GET", "POST"],
)
@allow(is_editor)
def adopt_edited(charter: Charter, number: int) -> ResponseReturnValue:
    """Write the text after a suggestion and take it over so."""
    if request.method != "POST":
        sheet = _sheet(charter, number)
        sheet.refuse_settled()
        return _page(sheet, sheet.fresh_form())
    form = AdoptionForm()
    if "preview" in request.form:
        sheet = _sheet(charter, number)
        try:
            return _page(sheet, form, preview=rendered(form.source.data or "").html)
        except Invalid as error:
            form.reject(error)
            return _page(sheet, form), error.status

    def take_over() -> Adoption:
        comment, _adoption = queries.suggestion_by_number(charter.id, number)
        return services.adopt_edited(
            current_actor(),
            now(),
            comment,
            base_number=form.base.data or 0,
            title=form.title.data or "",
            source=form.source.data or "",
            words=form.note.data or "",
        )

    adoption, status = carry_out(form, take_over)
    if adoption is not None:
        return _taken_over(charter, number)
    sheet = _sheet(charter, number)
    clash = None
    if status == EditConflict.status and sheet.editable:
        clash = _clash(form.base.data, sheet, form)
    return _page(sheet, form, clash=clash), status


@dataclass(frozen=True)
class Sheet:
    """A suggestion with the current text and what it would make of it."""

    comment: Comment
    adoption: Adoption | None
    current: Revision
    card: Card

    @property
    def editable(self) -> bool:
        return self.adoption is None and self.comment.document.withdrawn_at is None

    def refuse_settled(self) -> None:
        """Raise as the service would."""
        check_adoptable(current_actor(), self.comment)
        if self.adoption is not None:
            raise AlreadyAdopted(self.comment, self.adoption)

    def fresh_form(self) -> AdoptionForm:
        """The proposal, to be written on."""
        return AdoptionForm(
            formdata=None,
            base=self.current.number,
            title=self.current.title,
            source=self.card.proposal.draft,
        )


@dataclass(frozen=True)
class Clash:
    """What was saved meanwhile, beside what somebody wanted to save."""

    began_on: int | None
    html: str | None = None
    title: tuple[Edit, ...] = ()
    changes: Difference | None = None


def _sheet(charter: Charter, number: int) -> Sheet:
    comment, adoption = queries.suggestion_by_number(charter.id, number)
    current = drafting.current_revision(comment.document_id)
    proposal = proposed(comment, current)
    shown = card(comment, comment.revision, proposal, render(current.source), actor=current_actor())
    return Sheet(comment, adoption, current, shown)


def _clash(began_on: int | None, sheet: Sheet, form: AdoptionForm) -> Clash:
    """Let the form be saved on top of the current text, and compare the two."""
    form.form_errors.clear()
    rebase(form, sheet.current.number)
    try:
        mine = rendered(form.source.data or "")
    except Invalid as error:
        form.reject(error)
        return Clash(began_on)
    title = diff.words(sheet.current.title, form.title.data or "")
    return Clash(began_on, mine.html, title, diff.blocks(render(sheet.current.source), mine))


def _page(
    sheet: Sheet, form: AdoptionForm, *, preview: str | None = None, clash: Clash | None = None
) -> str:
    return render_template(
        "consultation/adopt_edited.html",
        sheet=sheet,
        comment=sheet.comment,
        document=sheet.comment.document,
        current=sheet.current,
        card=sheet.card,
        form=form,
        preview=preview,
        clash=clash,
    )


def _taken_over(charter: Charter, number: int) -> ResponseReturnValue:
    """On to the answer, which is prepared."""
    comment, adoption = queries.suggestion_by_number(charter.id, number)
    version = adoption.revision.number if adoption else 0
    if queries.answers_to([comment.id], now=None):
        message = _(
            "Übernommen als Version %(number)s. Eine Antwort gibt es schon; Sie können sie "
            "berichtigen.",
            number=version,
        )
    else:
        message = _(
            "Übernommen als Version %(number)s. Die Antwort ist vorbereitet: prüfen und "
            "veröffentlichen Sie sie.",
            number=version,
        )
    notice(message)
    return redirect(url_for("weighing.reading", number=number), code=303)
