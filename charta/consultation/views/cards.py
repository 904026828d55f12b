"""Suggestions made ready for a page: what each would change, and which touch each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charta.consultation import policies, words
from charta.consultation.models import Comment, Placement
from charta.consultation.proposing import Proposal, Wish, collisions, propose
from charta.consultation.queries import settled_places
from charta.consultation.services.suggestions import wish_of
from charta.core.actors import Actor
from charta.drafting.models import Revision
from charta.text import diff
from charta.text.diff import Difference, Edit
from charta.text.markdown import Rendered, render


@dataclass(frozen=True)
class Card:
    """A suggestion as editors see it. ``changes`` is the difference against the current text if
    it can be put in there, else ``passage`` or ``whole`` against the version it was made on."""

    comment: Comment
    then: Revision
    proposal: Proposal
    own: bool
    changes: Difference | None = None
    passage: Sequence[Edit] = ()
    whole: Difference | None = None
    touching: Sequence[str] = ()
    """The keys of the comments whose suggestions change the same or neighbouring words."""

    @property
    def since(self) -> str | None:
        """What became of the place since, in a sentence."""
        return words.since(self.proposal, whole=self.comment.passage is None)

    @property
    def ready(self) -> bool:
        """Whether it can be taken over as it is."""
        return self.proposal.source is not None and not self.own


def cards(
    shown: Sequence[Comment],
    compared: Sequence[Comment],
    wordings: Mapping[int, Revision],
    current: Revision,
    *,
    actor: Actor,
) -> list[Card]:
    """Cards for the comments ``shown``, those that touch each other found among them and the
    ones ``compared``. ``wordings`` are the revisions they were made on, by their ids. One query."""
    everyone = {comment.id: comment for comment in (*compared, *shown)}
    comments = [everyone[id_] for id_ in sorted(everyone)]
    proposals = _proposals(comments, wordings, settled_places(list(everyone)), current)
    beside = collisions([proposals[comment.id] for comment in comments])
    places = {comment.id: place for place, comment in enumerate(comments)}
    before = render(current.source)
    return [
        card(
            comment,
            wordings[comment.revision_id],
            proposals[comment.id],
            before,
            actor=actor,
            touching=[comments[place].key for place in beside[places[comment.id]]],
        )
        for comment in shown
    ]


def card(
    comment: Comment,
    then: Revision,
    proposal: Proposal,
    before: Rendered,
    *,
    actor: Actor,
    touching: Sequence[str] = (),
    settled: bool = False,
) -> Card:
    """One card; ``before`` is the current text. What is ``settled`` is shown against the version
    it was made on."""
    own = policies.is_own(actor, comment)
    passage, suggestion = comment.passage, comment.suggestion
    wording = suggestion.wording if suggestion else ""
    if proposal.source is not None and not settled:
        changes = diff.blocks(before, render(proposal.source))
        return Card(comment, then, proposal, own, changes, touching=touching)
    if passage is not None:
        edits = diff.words(passage.exact, wording)
        return Card(comment, then, proposal, own, passage=edits, touching=touching)
    whole = diff.blocks(render(then.source), render(wording))
    return Card(comment, then, proposal, own, whole=whole, touching=touching)


def _proposals(
    comments: Sequence[Comment],
    wordings: Mapping[int, Revision],
    places: Mapping[int, Placement],
    current: Revision,
) -> dict[int, Proposal]:
    """What each comment proposes, by its id; texts are compared once for each version."""
    groups: dict[int, list[tuple[int, Wish]]] = {}
    origins: dict[int, Revision] = {}
    for comment in comments:
        made_on = wordings[comment.revision_id]
        wish, then = wish_of(comment, made_on, places.get(comment.id))
        groups.setdefault(then.id, []).append((comment.id, wish))
        origins[then.id] = then
    found: dict[int, Proposal] = {}
    for revision_id, group in groups.items():
        made = propose([wish for _, wish in group], origins[revision_id], current)
        found.update(zip((id_ for id_, _ in group), made, strict=True))
    return found
