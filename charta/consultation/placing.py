"""Where comments stand in another release: values in, verdicts out.

All passages of one wording are carried in one go, by one difference of the two texts. What a
person has settled on an earlier release is the truth from then on: a comment is carried from
there, and the verdict is told against the words it was made on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from charta.consultation.rules import Verdict, same_text, same_words
from charta.text.anchors import Anchor, anchor, carry
from charta.text.anchors import Placement as CarriedTo
from charta.text.spans import Span

WORDS_TO_FIND = 8
"""So many words at least must a withdrawn passage have to be looked for in other texts."""

FOUND_ELSEWHERE = 0.5
"""How sure the machine is of words it found in another text: not at all, a person decides."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One revision as far as placing needs it."""

    id: int
    title: str
    plain: str


@dataclass(frozen=True, slots=True)
class Traveller:
    """A comment on its way into a release.

    It comes from ``old``, the wording it was made on, unless a person has ``settled`` another
    place since. ``old_section`` and ``new_section`` are where that text stood and stands; without
    ``new`` the release does not contain it any more.
    """

    comment_id: int
    made_on: int
    passage: Anchor | None
    old: int
    old_section: int | None
    new: int | None
    new_section: int | None
    settled: Verdict | None = None
    settled_at: Span | None = None
    still_removed: bool = False
    """It is known to be gone: a person has said so, and the text is still the one they said it of,
    or it was taken out as suggested."""
    adopted: tuple[int, int] | None = None
    """Where its suggestion was taken over as it was made, after ``old`` and no later than ``new``:
    the revision before, and the one it became."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What becomes of a comment: a verdict, and its place in the plain text of a revision."""

    comment_id: int
    verdict: Verdict
    revision_id: int | None
    span: Span | None
    confidence: float


def placed(travellers: Iterable[Traveller], wordings: Mapping[int, Wording]) -> list[Placed]:
    """Where each traveller stands now. ``wordings`` holds every revision they name."""
    groups: dict[tuple[int, int | None], list[Traveller]] = {}
    for one in through_adoptions(travellers, wordings):
        groups.setdefault((one.old, one.new), []).append(one)
    found: list[Placed] = []
    for (old, new), group in groups.items():
        found += [_gone(one) for one in group if one.still_removed or new is None]
        if new is None:
            continue
        left = [one for one in group if not one.still_removed]
        found += [_whole(one, wordings) for one in left if one.passage is None]
        passages = [one for one in left if one.passage is not None]
        found += _passages(passages, wordings[old], wordings[new])
    return found


def through_adoptions(
    travellers: Iterable[Traveller], wordings: Mapping[int, Wording]
) -> list[Traveller]:
    """The travellers, those whose suggestion was taken over starting from there: between the two
    revisions nothing but the passage has changed, so its place is known, however different the
    words are. Where that does not hold, a traveller stays as it was."""
    everybody = list(travellers)
    groups: dict[tuple[int, int], list[Traveller]] = {}
    for one in everybody:
        if one.adopted and one.passage and one.new is not None and not one.still_removed:
            groups.setdefault((one.old, one.adopted[0]), []).append(one)
    known: dict[int, Traveller] = {}
    for (old, before), group in groups.items():
        found = _passages(group, wordings[old], wordings[before])
        known |= {
            one.comment_id: _taken_over(one, place.span, wordings)
            for one, place in zip(group, found, strict=True)
            if place.span is not None and place.verdict is not Verdict.UNCERTAIN
        }
    return [known.get(one.comment_id, one) for one in everybody]


def _taken_over(one: Traveller, span: Span, wordings: Mapping[int, Wording]) -> Traveller:
    assert one.adopted and one.passage and one.new  # noqa: S101, PT018 - chosen for that
    before, after = (wordings[revision].plain for revision in one.adopted)
    head, tail = before[: span[0]], before[span[1] :]
    start, end = span[0], len(after) - len(tail)
    if start < end and after.startswith(head) and after.endswith(tail):
        return replace(one, old=one.adopted[1], settled=Verdict.REWORDED, settled_at=(start, end))
    taken_out = same_words(after, f"{head} {tail}") or same_words(after, head + tail)
    back = one.passage.exact in wordings[one.new].plain
    return replace(one, still_removed=taken_out and not back)


def _gone(one: Traveller) -> Placed:
    return Placed(one.comment_id, Verdict.REMOVED, one.new, None, 1.0)


def _whole(one: Traveller, wordings: Mapping[int, Wording]) -> Placed:
    """A comment on a whole text: the same words and section, another section, or other words."""
    assert one.new is not None  # noqa: S101 - what is gone is not asked
    new = wordings[one.new]
    if not (one.old == one.new or same_text(wordings[one.old], new)):
        verdict = Verdict.REWORDED
    else:
        same_section = one.old_section == one.new_section
        verdict = Verdict.UNCHANGED if same_section else Verdict.MOVED
    verdict = against_origin(one.settled, verdict, same=same_text(wordings[one.made_on], new))
    return Placed(one.comment_id, verdict, one.new, None, 1.0)


def _passages(group: Sequence[Traveller], old: Wording, new: Wording) -> list[Placed]:
    """Passages of one wording in another; nothing is computed where they are one revision."""
    anchors = [_anchor(one, old) for one in group]
    if old.id == new.id:
        whole = [CarriedTo("unchanged", at.start, at.end, 1.0) for at in anchors]
    else:
        whole = carry(anchors, old.plain, new.plain) if anchors else []
    return [_told(one, it, new) for one, it in zip(group, whole, strict=True)]


def _told(one: Traveller, it: CarriedTo, new: Wording) -> Placed:
    span = None if it.start is None or it.end is None else (it.start, it.end)
    if it.verdict == "removed":  # where the words stood is no place of theirs any more
        span = None
    exact = one.passage.exact if one.passage else ""
    same = span is not None and same_words(exact, new.plain[slice(*span)])
    verdict = against_origin(one.settled, Verdict(it.verdict), same=same)
    return Placed(one.comment_id, verdict, new.id, span, min(max(it.confidence, 0.0), 1.0))


def _anchor(one: Traveller, old: Wording) -> Anchor:
    if one.settled_at is not None:
        return anchor(old.plain, *one.settled_at)
    assert one.passage is not None  # noqa: S101 - only passages get here
    return one.passage


def against_origin(settled: Verdict | None, since: Verdict, *, same: bool) -> Verdict:
    """The verdict on a comment against the words it was made on, when a person has ``settled``
    an earlier one and ``since`` says what happened after that; ``same`` whether the words are
    those it was made on."""
    if settled is None or since in {Verdict.REMOVED, Verdict.UNCERTAIN}:
        return since
    if not same:
        return Verdict.REWORDED
    return Verdict.MOVED if Verdict.MOVED in {settled, since} else Verdict.UNCHANGED


def to_be_found(found: Iterable[Placed], words: Mapping[int, str]) -> dict[str, re.Pattern[str]]:
    """The removed passages that are long enough to be recognised in another text, each with a
    pattern of its words. ``words`` are those of passages by comment."""
    exacts = {words[one.comment_id] for one in found if one.comment_id in words and _lost(one)}
    return {
        exact: re.compile(r"\s+".join(map(re.escape, exact.split())))
        for exact in exacts
        if len(exact.split()) >= WORDS_TO_FIND
    }


def _lost(one: Placed) -> bool:
    return one.verdict is Verdict.REMOVED


def found_elsewhere(
    found: Sequence[Placed],
    words: Mapping[int, str],
    places: Mapping[str, Sequence[tuple[int, Span]]],
) -> list[Placed]:
    """Removed passages whose very words stand exactly once in another text are not removed but
    uncertain: whether they were moved there, a person decides. ``places`` are revision and
    characters of the words that were looked for."""
    result = []
    for one in found:
        there = places.get(words.get(one.comment_id, ""), ()) if _lost(one) else ()
        if len(there) == 1:
            ((revision, span),) = there
            one = replace(  # noqa: PLW2901 - the same comment, looked at again
                one,
                verdict=Verdict.UNCERTAIN,
                revision_id=revision,
                span=span,
                confidence=FOUND_ELSEWHERE,
            )
        result.append(one)
    return result
