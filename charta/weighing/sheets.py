"""A contribution as it lies before who answers it: what was said, of which words, what has been
drafted and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.models import Adoption, Comment, Response
from charta.consultation.services.suggestions import proposed
from charta.consultation.views.cards import Card, card
from charta.core.actors import Actor
from charta.core.errors import NotFound
from charta.drafting.models import Revision
from charta.drafting.queries import current_revision
from charta.text.diff import Difference, Edit, blocks, words
from charta.text.markdown import render
from charta.weighing import placeholders, queries
from charta.weighing.models import Draft
from charta.weighing.placing import Place, place_now, wording_with


@dataclass(frozen=True)
class Sheet:
    """A comment, its answers (newest first), the draft of the next one, and the comments that
    these speak of."""

    comment: Comment
    answers: tuple[consultation.Answer, ...]
    draft: Draft | None
    covered: Sequence[Comment]
    adoption: Adoption | None
    """What was taken over of the comment's suggestion."""
    parts: Sequence[Comment]
    """What it was split into: those are answered, not itself."""

    @property
    def current(self) -> Response | None:
        """The answer in force."""
        answer = consultation.in_force(self.answers)
        return answer.response if answer else None


@dataclass(frozen=True)
class Wording:
    """The text a comment is about, then and now. ``html`` is today's, with the passage marked
    where it stands; ``then`` the one it was made on, ``changes`` the difference in title and text
    if there is any."""

    latest: Revision
    html: str
    place: Place | None
    then: str | None = None
    changes: tuple[Sequence[Edit], Difference] | None = None


def sheet_of(charter: Charter, number: int) -> Sheet:
    """Read a comment with its draft and answers; raises NotFound. Up to seven queries."""
    found = consultation.comments_by_numbers(charter.id, [number])
    if not found:
        raise NotFound
    comment = found[0]
    answers = consultation.answers_to([comment.id], now=None).get(comment.id, ())
    draft = queries.drafts_for([comment.id]).get(comment.id)
    adoption = None
    if comment.suggestion:
        adoption = consultation.adoptions_of([comment.id]).get(comment.id)
    sheet = Sheet(comment, answers, draft, [comment], adoption, queries.parts_of(comment.id))
    return replace(sheet, covered=_covered(sheet))


def _covered(sheet: Sheet) -> Sequence[Comment]:
    """All that the answer is for: what the draft was begun for, what the answer in force covers,
    or the group the comment is in."""
    if sheet.draft is not None:
        return queries.drafted_comments([sheet.draft.id])[sheet.draft.id]
    if sheet.current is not None:
        return consultation.covered(sheet.current.id)
    return queries.waiting_together(sheet.comment) or [sheet.comment]


def wording_of(comment: Comment) -> Wording:
    """The text of a comment then and now. Up to two queries."""
    latest = current_revision(comment.document_id)
    settled = None
    if comment.passage is not None:
        settled = consultation.settled_places([comment.id]).get(comment.id)
    place = place_now(comment, settled, latest)
    html = wording_with(latest, place.span if place else None)
    then = comment.revision
    if then.number == latest.number:
        return Wording(latest, html, place)
    span = comment.passage.span if comment.passage else None
    changes = blocks(render(then.source), render(latest.source))
    return Wording(
        latest,
        html,
        place,
        wording_with(then, span),
        (words(then.title, latest.title), changes),
    )


def suggestion_of(sheet: Sheet, latest: Revision, actor: Actor) -> Card | None:
    """What the comment suggests, compared with the current text until it is taken over."""
    comment = sheet.comment
    if comment.suggestion is None:
        return None
    return card(
        comment,
        comment.revision,
        proposed(comment, latest),
        render(latest.source),
        actor=actor,
        settled=sheet.adoption is not None,
    )


def placeholder_values(
    charter: Charter, comments: Sequence[Comment], latest: Sequence[Revision]
) -> dict[str, str]:
    """What stands for the placeholders of a text module in an answer to ``comments``; ``latest``
    are the current wordings of their texts."""
    word_and = _("und")
    keys = list(dict.fromkeys(comment.key for comment in comments))
    texts = list(dict.fromkeys(comment.document.key for comment in comments))
    return {
        "schluessel": placeholders.joined(keys, word_and),
        "klausel": placeholders.joined(texts, word_and),
        "titel": placeholders.joined([one.title for one in latest], word_and),
        "version": placeholders.joined([str(one.number) for one in latest], word_and),
        "stadt": charter.city,
        "charta": charter.name,
    }
