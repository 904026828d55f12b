"""The table of all contributions: filters, orders, pages and counts on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import select

from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.drafting.services import promote_to_new_clause, shelve
from charta.weighing.queries import table
from charta.weighing.queries.lines import Line, beginning
from charta.weighing.standing import State
from charta.weighing.viewing import Cursor, Sort, View
from charta.workshops.models import Idea
from tests.support.cast import Cast
from tests.support.consultation import AFTER, DURING, a_round
from tests.support.releases import an_open_release
from tests.weighing.contributions import LATE, PROMISED, WEIGHED, a_table, asking

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def told(city: Cast) -> Round:
    return a_table(city)


def shown(city: Cast, found: Round, **asked: str) -> list[Line]:
    """All rows of a view, read in one page."""
    return list(table.page(asking(city, found), View.read(asked)).lines)


def keys(city: Cast, found: Round, **asked: str) -> list[str]:
    return [line.key for line in shown(city, found, **asked)]


FILTERS: list[tuple[str, str, str]] = [
    ("stand", "offen", "E-1 S-3 S-4 S-5 S-7 S-8 S-9 I-1 I-2"),
    ("stand", "entwurf", "S-2"),
    ("stand", "freigegeben", "S-1"),
    ("ergebnis", "uebernommen", "S-1"),
    ("ergebnis", "nicht", "S-2"),
    ("ergebnis", "kenntnis", ""),
    ("art", "stellungnahme", "S-1 S-2 S-5 S-9"),
    ("art", "vorschlag", "S-3"),
    ("art", "erwiderung", "S-4"),
    ("art", "teil", "S-7 S-8"),
    ("art", "eingabe", "E-1"),
    ("art", "idee", "I-1 I-2"),
    ("weg", "web", "S-1 S-2 S-3 S-4 S-5 S-9"),
    ("weg", "brief", "S-7 S-8"),
    ("weg", "mail", "E-1"),
    ("weg", "gast", ""),
    ("weg", "veranstaltung", "I-1 I-2"),
    ("thema", "MOB", "S-1 S-3 S-4 S-8 S-9 I-1"),
    ("thema", "BIL", "S-2 S-5 S-7 I-2"),
    ("ort", "MOB-1", "S-1 S-3 S-4 S-8 S-9"),
    ("ort", "A-2", "S-2 S-5 S-7"),
    ("ort", "A-9", ""),
    ("wer", "ich", "S-2 S-9"),
    ("wer", "niemand", "S-1 S-4 S-5 S-7 S-8"),
    ("stelle", "entfallen", ""),
    ("stelle", "unveraendert", "S-2 S-5 S-7"),
    ("stelle", "geaendert", "S-1 S-3 S-8 S-9"),
    ("frist", "ueberfaellig", "S-2 S-5"),
    ("gruppe", "1", "S-2 S-5"),
    ("gruppe", "2", ""),
    ("q", "zebra", "S-2 S-5"),
    ("q", "ölmühle", "S-1"),
    ("q", "ÖLMÜHLE", "S-1"),
    ("q", "S-3", "S-3"),
    ("q", "e-1", "E-1"),
    ("q", "I-2", "I-2"),
    ("q", "mob-1", "S-1 S-3 S-4 S-8 S-9"),
    ("q", "Edda", "S-4"),
    ("q", "anwohnerverein", "E-1"),
    ("q", "Hafen", "I-2"),
    ("q", "breite Radwege", "S-3"),
    ("q", "SICHERE RADWEGE", "S-1 S-3"),
    ("q", "%", ""),
    ("q", "_", ""),
]


@pytest.mark.parametrize(("name", "value", "expected"), FILTERS)
def test_filters(city: Cast, told: Round, name: str, value: str, expected: str) -> None:
    assert keys(city, told, **{name: value}) == expected.split()
    counted = table.tally(asking(city, told), View.read({name: value}))
    assert counted.shown(View.read({name: value}).state) == len(expected.split())


def test_ids_of_people_and_departments_as_filters(city: Cast, told: Round) -> None:
    assert keys(city, told, wer=str(city.second_editor.person_id)) == ["S-3"]
    assert keys(city, told, fachamt=str(city.departments["Bauamt"])) == ["S-5"]
    assert keys(city, told, fachamt=str(city.departments["Schulamt"])) == []
    assert keys(city, told, q="Zoologischer") == []
    assert keys(city, told, q="Zweitens", thema="MOB", weg="brief") == ["S-8"]


def test_nonsense_shows_everything(city: Cast, told: Round) -> None:
    nonsense = {"stand": "x", "ort": "\0", "wer": "²", "nach": "c1.x", "sortierung": "1", "q": "\0"}
    assert keys(city, told, **nonsense) == list(WEIGHED)
    assert keys(city, told, sortierung="frist", nach="c1.2026-99-99") != []


LAST = "\U0010ffff"
VALUES: dict[Sort, Callable[[Line], object]] = {
    Sort.KEY: lambda line: 0,
    Sort.TEXT: lambda line: {"MOB-1": 2, "BIL-1": 4}.get(line.document or "", 9),
    Sort.PASSAGE: lambda line: (
        {"MOB-1": 2, "BIL-1": 4}.get(line.document or "", 9),
        {"S-1": 15, "S-3": 0}.get(line.key, -1),
    ),
    Sort.AUTHOR: lambda line: line.author.lower() or LAST,
    Sort.WAY: lambda line: list(type(line.way)).index(line.way),
    Sort.THEME: lambda line: {"MOB": 1, "BIL": 2}.get(line.theme_code or "", 9),
    Sort.PLACE: lambda line: ["reworded", "moved", "unchanged", None].index(line.verdict),
    Sort.ASSIGNEE: lambda line: line.assignee.lower() if line.assignee else LAST,
    Sort.DUE: lambda line: line.due_on or date.max,
    Sort.DISPOSITION: lambda line: ["adopted", "not_adopted", None].index(line.disposition),
    Sort.STATE: lambda line: line.state,
}


@pytest.mark.parametrize("sort", VALUES)
def test_sorts(city: Cast, told: Round, sort: Sort) -> None:
    """All but that by words: which of them comes first is the database's business."""
    lines = shown(city, told, sortierung=sort.value)
    value = VALUES[sort]
    expected = sorted(lines, key=lambda line: (value(line), WEIGHED.index(line.key)))
    assert [line.key for line in lines] == [line.key for line in expected]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("direction", ["", "ab"])
def test_every_row_comes_once_in_pages_forwards_and_backwards(
    city: Cast, told: Round, sort: Sort, direction: str
) -> None:
    """Also the other way round it is the same order backwards."""
    asks = asking(city, told)
    view = View.read({"sortierung": sort.value, "richtung": direction})
    whole = [line.key for line in table.page(asks, view).lines]
    assert sorted(whole) == sorted(WEIGHED)
    other = replace(view, descending=not view.descending)
    assert [line.key for line in table.page(asks, other).lines] == whole[::-1]
    pages = [table.page(asks, view, limit=3)]
    assert pages[0].before is None
    while pages[-1].after is not None:
        address = view.from_after(pages[-1].after).arguments()
        pages.append(table.page(asks, View.read(address), limit=3))
    assert [line.key for page in pages for line in page.lines] == whole
    for earlier, page in pairwise(pages):
        assert page.before is not None
        back = table.page(asks, View.read(view.from_before(page.before).arguments()), limit=3)
        assert [line.key for line in back.lines] == [line.key for line in earlier.lines]
        assert back.after is not None


def test_what_has_gone_from_a_view_does_not_hide_the_rest(city: Cast, told: Round) -> None:
    asks, view = asking(city, told), View.read({"stand": "offen", "sortierung": "stand"})
    after = Cursor.read("c1.0", Sort.STATE)
    assert after is not None
    found = table.page(asks, view.from_after(after))
    assert [line.key for line in found.lines] == ["S-3", "S-4", "S-5", *WEIGHED[6:]]


def test_a_row_says_what_there_is_to_know(city: Cast, told: Round) -> None:
    rows = {line.key: line for line in shown(city, told)}
    first, second, letter = rows["S-1"], rows["S-2"], rows["S-7"]
    assert (first.state, first.disposition, first.passage) == (
        State.RELEASED,
        "adopted",
        "sichere Radwege",
    )
    assert (first.text, first.verdict, first.overdue) == ("Ölmühle statt Öl", "reworded", False)
    assert (second.assignee, second.due_on, second.overdue) == ("Edda Redaktion", LATE, True)
    assert (second.group, second.group_title, second.begun) == (1, "Zebras", False)
    assert (rows["S-3"].begun, rows["S-3"].suggests, rows["S-3"].due_on) == (True, True, PROMISED)
    assert (rows["S-4"].own, rows["S-9"].own, rows["S-9"].text) == (True, False, "Danke & Gruß")
    assert (letter.author, letter.way.value) == ("Zoologischer Garten", "letter")
    assert (rows["E-1"].text, rows["E-1"].author) == (
        "Sehr geehrte Damen & Herren <hier>",
        "Anwohnerverein",
    )
    assert (rows["S-5"].asked, rows["S-9"].asked, rows["S-9"].group) == (1, 0, None)
    assert rows["I-2"].author == "Politik"


def test_ideas_stand_in_the_round_before_whose_end_their_workshop_was(
    city: Cast, told: Round
) -> None:
    """The workshop of February belongs to the first round; a later one would to the second."""
    later = a_round(
        city,
        title="Zweite",
        opens_at=AFTER,
        closes_at=AFTER.replace(month=5),
        now=AFTER,
    )
    assert keys(city, later) == []
    assert keys(city, told, art="idee") == ["I-1", "I-2"]


def test_an_idea_is_answered_once_the_public_can_read_what_became_of_it(
    city: Cast, told: Round
) -> None:
    first, second = db.session.scalars(select(Idea).order_by(Idea.number)).all()
    section = db.session.scalars(select(Document).where(Document.key == "A-1")).one()
    states = {line.key: (line.state, line.disposition) for line in shown(city, told, art="idee")}
    assert set(states.values()) == {(State.OPEN, None)}
    with transaction():
        promote_to_new_clause(
            city.editor,
            DURING,
            [db.session.merge(first)],
            section=db.session.merge(section),
            title="Bänke",
            source="Mehr Bänke am Sund.",
            reason="Das wünschen viele.",
        )
        shelve(city.editor, DURING, db.session.merge(second), reason="Dafür ist das Land da.")
    lines = {line.key: line for line in shown(city, told, art="idee")}
    assert (lines["I-1"].state, lines["I-1"].disposition) == (State.DRAFTED, "adopted")
    assert lines["I-1"].document == "MOB-2"
    assert (lines["I-2"].state, lines["I-2"].disposition) == (State.RELEASED, "not_adopted")
    an_open_release(city, now=DURING)
    assert keys(city, told, art="idee", stand="freigegeben") == ["I-1", "I-2"]
    assert keys(city, told, art="idee", ergebnis="uebernommen") == ["I-1"]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Ein <em>Satz</em>.</p>", "Ein Satz ."),
        ("<p>A</p><p>B</p>", "A B"),
        ('<p>Ein <a href="https://exa', "Ein"),
        ("<p>a &amp; b &l", "a & b"),
        ("<p>5 &lt; 6 &gt; 4</p>", "5 < 6 > 4"),
        ("", ""),
    ],
)
def test_the_beginning_of_a_text_in_plain_words(html: str, words: str) -> None:
    assert beginning(html) == words
