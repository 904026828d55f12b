"""Where the sentences of a text begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text.sentences import sentences


def parted(plain: str) -> list[str]:
    return [plain[start:end] for start, end in sentences(plain)]


@pytest.mark.parametrize(
    "whole",
    [
        "Das gilt z. B. für Kinder.",
        "Das gilt z.B. für Kinder.",
        "Nach § 3 Abs. 2 Satz 1 und Art. 5 gilt das.",
        "Am 26. Oktober 2022 und am 3. Mai tagt der Rat.",
        "Der II. Bauabschnitt und Nr. 5 folgen.",
        "Dr. A. Meier und Prof. Schulz sprechen.",
        "Es kostet ca. 1.000 Euro bzw. 2,5 Mio. Euro.",
        "„Halt!“ rief er.",
        "Rad-, Fuß- usw. Verkehr haben Vorrang.",
        "Bürger*innen (u. a. Kinder) reden mit.",
        "Ohne Punkt am Ende",
        "Siehe www.stralsund.de und charta@stralsund.de dazu.",
    ],
)
def test_what_is_one_sentence(whole: str) -> None:
    assert parted(whole) == [whole]


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("Eins. Zwei! Drei? Vier… Fünf", ["Eins.", "Zwei!", "Drei?", "Vier…", "Fünf"]),
        ("Das gilt bis 2028. Danach nicht.", ["Das gilt bis 2028.", "Danach nicht."]),
        ("Rad, Fuß usw. Die Stadt baut.", ["Rad, Fuß usw.", "Die Stadt baut."]),
        ("Es sind 12. Danach kommt nichts.", ["Es sind 12.", "Danach kommt nichts."]),
        ("„Gut so.“ Der Rat nickt.", ["„Gut so.“", "Der Rat nickt."]),
        ("(Gut so.) Der Rat nickt.", ["(Gut so.)", "Der Rat nickt."]),
        ("Ende. „Anfang“ hier.", ["Ende.", "„Anfang“ hier."]),
        ("Eins.\nzwei.\tDrei", ["Eins.", "zwei.", "Drei"]),
        ("  ", []),
        ("", []),
    ],
)
def test_where_sentences_end(plain: str, expected: list[str]) -> None:
    assert parted(plain) == expected


def test_only_within_the_bounds() -> None:
    plain = "Vorher. Eins. Zwei. Nachher."
    assert sentences(plain, 8, 19) == ((8, 13), (14, 19))


_PIECES = st.sampled_from(
    [". ", "! ", "\n", "\t", " ", "„", "“", "z. B.", "26. ", "Wort", "Ä", "2"]
)


@settings(deadline=None)
@given(st.lists(_PIECES | st.text(max_size=4), max_size=40).map("".join), st.data())
def test_they_hold_every_word_in_order(plain: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    spans = sentences(plain, start, end)
    assert "".join("".join(plain[a:b].split()) for a, b in spans) == "".join(
        plain[start:end].split()
    )
    bounds = [start, *(place for span in spans for place in span), end]
    assert bounds == sorted(bounds)
    for a, b in spans:
        assert plain[a:b] == plain[a:b].strip() != ""


@pytest.mark.parametrize("plain", ["." * 20_000, "!?" * 10_000, "." * 10_000 + ")" * 10_000])
def test_endless_marks_are_one_sentence(plain: str) -> None:
    assert sentences(plain) == ((0, 20_000),)
