"""A contribution as it lies before who answers it: what was said, of which words, what has been
drafted and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.models import Adoption, Comment, Response
from charta.consultation.services.suggestions import proposal_of
from charta.consultation.views.cards import Card, card
from charta.core.actors import Actor
from charta.core.errors import NotFound
from charta.drafting.models import Revision
from charta.text.diff import Difference, Edit, blocks, words
from charta.text.markdown import render
from charta.weighing import placeholders, queries
from charta.weighing.models import Draft
from charta.weighing.placing import Place, place_now, wording_with


@dataclass(frozen=True)
class Sheet:
    """A comment, its answers (newest first), the draft of the next one, and the comments that
    these speak of."""

    known: queries.Dossier
    answers: tuple[consultation.Answer, ...]
    covered: Sequence[Comment]
    parts: Sequence[Comment]
    """What it was split into: those are answered, not itself."""
    newer: Sequence[Revision]
    """What its text has become since, newest first."""

    @property
    def comment(self) -> Comment:
        return self.known.comment

    @property
    def draft(self) -> Draft | None:
        return self.known.draft

    @property
    def adoption(self) -> Adoption | None:
        return self.known.adoption

    @property
    def current(self) -> Response | None:
        """The answer in force."""
        return _current(self.answers)

    @property
    def latest(self) -> Revision:
        """The text as it stands today."""
        return self.newer[0] if self.newer else self.comment.revision

    @property
    def led_to(self) -> Sequence[Revision]:
        """The versions that all covered comments may have led to, newest first."""
        made_on = [one.revision for one in self.covered]
        return [
            revision
            for revision in self.newer
            if all(
                one.document_id == revision.document_id and one.number < revision.number
                for one in made_on
            )
        ]


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
    """Read a comment with its draft and answers; raises NotFound. Up to five queries."""
    known = queries.dossier(charter.id, number)
    if known is None:
        raise NotFound
    comment = known.comment
    given = consultation.answers_to([comment.id], now=None) if known.has_answers else {}
    answers = given.get(comment.id, ())
    return Sheet(
        known,
        answers,
        _covered(known, _current(answers)),
        queries.parts_of(comment.id) if known.is_split else (),
        consultation.newer_revisions([comment]),
    )


def _current(answers: Sequence[consultation.Answer]) -> Response | None:
    answer = consultation.in_force(answers)
    return answer.response if answer else None


def _covered(known: queries.Dossier, current: Response | None) -> Sequence[Comment]:
    """All that the answer is for: what the draft was begun for, what the answer in force covers,
    or the group the comment is in. One query, or none for a comment on its own."""
    if known.draft is not None:
        return queries.drafted_comments([known.draft.id])[known.draft.id]
    if current is not None:
        return consultation.covered(current.id)
    together = queries.waiting_together(known.comment) if known.group is not None else ()
    return together or [known.comment]


def wording_of(sheet: Sheet) -> Wording:
    """The text of a comment then and now."""
    comment, latest = sheet.comment, sheet.latest
    place = place_now(comment, sheet.known.settled, latest)
    html = wording_with(latest, place.span if place else None)
    then = comment.revision
    if not sheet.newer:
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


def suggestion_of(sheet: Sheet, actor: Actor) -> Card | None:
    """What the comment suggests, compared with the current text until it is taken over."""
    comment, latest = sheet.comment, sheet.latest
    if comment.suggestion is None:
        return None
    return card(
        comment,
        comment.revision,
        proposal_of(comment, sheet.known.settled, latest),
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
