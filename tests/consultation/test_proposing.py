"""What a suggestion would make of the text as it reads now."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from charta.consultation.proposing import Proposal, Trouble, Wish, collisions, propose
from charta.text.anchors import anchor
from charta.text.markdown import render

pytestmark = pytest.mark.one_engine

THEN = (
    "Die Stadt baut bis 2030 **sichere Radwege** zu allen Schulen.\n\n"
    "Sie berichtet der Bürgerschaft jedes Jahr im Herbst über den Stand.\n\n"
    "Wer Vorschläge hat, kann sie im Rathaus abgeben oder ins Netz stellen."
)


@dataclass(frozen=True)
class Version:
    number: int
    source: str

    @property
    def plain(self) -> str:
        return render(self.source).plain


def wish(exact: str | None, wording: str) -> Wish:
    if exact is None:
        return Wish(None, wording)
    plain = render(THEN).plain
    start = plain.index(exact)
    return Wish(anchor(plain, start, start + len(exact)), wording)


def proposed(exact: str | None, wording: str, now: str = THEN) -> Proposal:
    current = Version(1 if now == THEN else 2, now)
    return propose([wish(exact, wording)], Version(1, THEN), current)[0]


def test_on_the_same_version_the_words_are_put_in() -> None:
    found = proposed("sichere Radwege", "breite Radwege")
    assert found.source == THEN.replace("sichere", "breite")
    assert (found.verdict, found.trouble) == (None, None)
    assert [THEN[start:end] for start, end in found.spans] == ["sichere "]


def test_a_whole_text_is_taken_as_it_is() -> None:
    assert proposed(None, "Ganz neu.").source == "Ganz neu."


def test_a_passage_that_stands_is_found_again() -> None:
    now = f"Vorweg ein Satz, der alles verschiebt.\n\n{THEN}"
    found = proposed("jedes Jahr im Herbst", "jedes Frühjahr", now)
    assert found.verdict == "unchanged"
    assert found.source == now.replace("jedes Jahr im Herbst", "jedes Frühjahr")


def test_a_passage_that_was_changed_elsewhere_gets_both_changes() -> None:
    exact = "Sie berichtet der Bürgerschaft jedes Jahr im Herbst über den Stand."
    now = THEN.replace("der Bürgerschaft", "der Bürgerschaft und allen Menschen")
    found = proposed(exact, exact.replace("Herbst", "Frühjahr"), now)
    assert found.verdict == "reworded"
    assert found.source == now.replace("Herbst", "Frühjahr")


def test_words_that_both_changed_are_a_conflict() -> None:
    exact = "Sie berichtet der Bürgerschaft jedes Jahr im Herbst über den Stand."
    now = THEN.replace("Herbst", "Winter")
    found = proposed(exact, exact.replace("Herbst", "Frühjahr"), now)
    assert (found.source, found.trouble) == (None, Trouble.CONFLICT)
    assert "Frühjahr" in found.draft


def test_a_passage_that_is_gone_is_never_put_anywhere() -> None:
    now = THEN.split("\n\n", maxsplit=1)[0]
    found = proposed("kann sie im Rathaus abgeben oder ins Netz stellen", "schreibt", now)
    assert found.source is None
    assert found.trouble in {Trouble.REMOVED, Trouble.UNCERTAIN}
    assert found.draft == now
    assert found.spans == ()


def test_a_whole_text_is_merged_or_a_conflict() -> None:
    now = THEN.replace("2030", "2028")
    theirs = THEN.replace("Herbst", "Frühjahr")
    assert proposed(None, theirs, now).source == now.replace("Herbst", "Frühjahr")
    against = proposed(None, THEN.replace("2030", "2026"), now)
    assert (against.source, against.trouble) == (None, Trouble.CONFLICT)


def test_a_merge_that_would_be_too_long_is_left_to_a_person() -> None:
    now = THEN.replace("2030", "2028")
    theirs = f"{THEN}\n\n{'Wort ' * 3_980}"
    now = f"{'Mehr ' * 100}\n\n{now}"
    assert proposed(None, theirs, now).trouble is Trouble.UNFIT


def test_what_the_text_says_already_needs_no_change() -> None:
    found = proposed("sichere Radwege", "breite Radwege", THEN.replace("sichere", "breite"))
    assert found.source is None


def test_a_clause_is_not_emptied() -> None:
    assert proposed(render(THEN).plain, "").trouble is Trouble.UNFIT


def test_what_cannot_be_put_in_is_left_to_a_person() -> None:
    then = Version(1, "# Ziel\n\nEin Weg")
    plain = then.plain
    found = propose([Wish(anchor(plain, 0, len(plain) - 4), "Eins")], then, then)[0]
    assert (found.source, found.trouble, found.draft) == (None, Trouble.UNFIT, then.source)


def test_where_a_person_has_put_a_passage_it_is_carried_from_there() -> None:
    exact = "Sie berichtet der Bürgerschaft jedes Jahr im Herbst über den Stand."
    words = "Jedes Jahr im Herbst hört die Bürgerschaft, wie es steht."
    then = Version(2, THEN.replace(exact, words))
    start = then.plain.index(words)
    place = anchor(then.plain, start, start + len(words))
    for now in (then, Version(3, f"Vorweg.\n\n{then.source}")):
        wanted = Wish(place, exact.replace("Herbst", "Frühjahr"), exact)
        [found] = propose([wanted], then, now)
        assert (found.source, found.trouble) == (None, Trouble.CONFLICT)
        [same] = propose([Wish(place, words.replace("Herbst", "Mai"), words)], then, now)
        assert same.source == now.source.replace("Herbst", "Mai")
        [gone] = propose([Wish(place, "x", exact, gone=True)], then, now)
        assert gone.trouble is Trouble.REMOVED


def test_those_that_change_the_same_or_neighbouring_words_collide() -> None:
    current = Version(1, THEN)
    wishes = [
        wish("sichere Radwege", "breite Radwege"),
        wish("Radwege zu allen Schulen", "Wege zu allen Schulen"),
        wish("Herbst", "Frühjahr"),
        wish("kann sie im Rathaus abgeben", "kann sie überall abgeben"),
    ]
    assert collisions(propose(wishes, current, current)) == [[1], [0], [], []]


def test_many_wishes_on_an_older_version_are_answered_in_their_order() -> None:
    now = Version(2, THEN.replace("2030", "2028"))
    wishes = [
        wish("Herbst", "Frühjahr"),
        wish(None, THEN.replace("Rathaus", "Theater")),
        wish("zu allen Schulen", "zu jeder Schule"),
    ]
    found = propose(wishes, Version(1, THEN), now)
    assert [one.source for one in found] == [
        now.source.replace("Herbst", "Frühjahr"),
        now.source.replace("Rathaus", "Theater"),
        now.source.replace("zu allen Schulen", "zu jeder Schule"),
    ]
