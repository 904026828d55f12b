"""One changed document as a page shows it: its changes with their numbers, and why they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from charta.releases.synopsis import Kind
from charta.site.changes import Text
from charta.site.differences import Compared, compared
from charta.site.reading import Passage
from charta.site.reasons import NONE, Reason, Reasons, beside
from charta.text.diff import Stretch
from charta.text.stepping import Step


@dataclass(frozen=True)
class Item:
    """A document in two wordings. ``head`` is the change that concerns it as a whole (it is new,
    gone, moved or has another title), ``body`` the stretches of its text with their changes."""

    text: Text
    was: Passage | None
    now: Passage | None
    compared: Compared | None
    head: Step | None
    body: tuple[tuple[Stretch, Step | None], ...]
    reasons: Reasons
    beside: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """What led to a change, by its anchor; everything else is among ``at_text``."""
    parents: tuple[str, str] | None = None
    """The sections it stood in and stands in, where they differ."""

    @property
    def note(self) -> str:
        """What the editors said of the new wording, which a public release shows; notes of
        versions on the way are not public."""
        return self.now.note if self.now and self.is_reworded else ""

    @property
    def at_text(self) -> tuple[Reason, ...]:
        """The reasons that speak of no single change."""
        placed = {reason for reasons in self.beside.values() for reason in reasons}
        return tuple(reason for reason in self.reasons.shown if reason not in placed)

    @property
    def is_single(self) -> bool:
        """Whether one changed place is all, so that everything said of the text is said of it."""
        return self.text.steps == 1 and self.head is None

    @property
    def is_reworded(self) -> bool:
        """Whether there are words somebody may ask a reason for."""
        return bool(self.text.kinds & {Kind.NEW, Kind.CHANGED})


def item(
    text: Text,
    ends: tuple[Passage | None, Passage | None],
    steps: Mapping[str, Step],
    reasons: Reasons = NONE,
    parents: tuple[str, str] | None = None,
) -> Item:
    """The document ``text``, worded as ``ends`` say before and now, with its changes numbered by
    ``steps`` (by anchor)."""
    was, now = ends
    own = iter([steps[anchor] for anchor in text.anchors])
    found = compared(was, now) if was and now and Kind.CHANGED in text.kinds else None
    stretches = found.text.stretches if found and found.text.differs else ()
    head = next(own) if text.steps > sum(stretch.changed for stretch in stretches) else None
    body = tuple((stretch, next(own) if stretch.changed else None) for stretch in stretches)
    return Item(
        text, was, now, found, head, body, reasons, _beside(text, head, body, reasons), parents
    )


def _beside(
    text: Text,
    head: Step | None,
    body: Iterable[tuple[Stretch, Step | None]],
    reasons: Reasons,
) -> dict[str, tuple[Reason, ...]]:
    """Beside each change what speaks of it; beside the only one everything."""
    alone = text.steps == 1 and head is None
    found = {
        step.anchor: reasons.shown if alone else beside(reasons.shown, stretch)
        for stretch, step in body
        if step
    }
    return {anchor: spoken for anchor, spoken in found.items() if spoken}
