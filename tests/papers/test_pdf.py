"""PDF papers: one file of many pieces, tagged, read again by qpdf and poppler."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from charta.papers.blocks import (
    EDGES,
    LETTERS,
    TOGETHER,
    Block,
    Column,
    Contents,
    Heading,
    Item,
    Paragraph,
    Row,
    Run,
    Table,
    Turn,
    Way,
    cell,
    line,
)
from charta.papers.pdf import coverage, pieces, typesetting, writing
from charta.papers.pdf.coverage import MISSING, fitted
from charta.papers.pdf.typesetting import CannotTypeset, typeset
from charta.papers.weighing import columns, weighing_table
from tests.support.papers import HEAD, HOSTILE, elements, printed, printed_pages, rows

pytestmark = [pytest.mark.usefixtures("app_context"), pytest.mark.one_engine]


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven rows a piece, so that 25 rows are joined from several, some in the midst of a table."""
    monkeypatch.setattr(pieces, "MOST_ROWS", 7)


def written(path: Path, blocks: Iterable[Block]) -> pikepdf.Pdf:
    writing.write(HEAD, iter(blocks), path)
    return pikepdf.open(path)


def weighing(path: Path, count: int = 25, *texts: str) -> pikepdf.Pdf:
    return written(path, weighing_table(HEAD, rows(count, *texts)))


def check_accessible(pdf: pikepdf.Pdf) -> None:
    """What PDF/UA-1 asks of a file that a program can see: it says so, has language and title,
    and each thing painted belongs to an element of the structure or is an artifact."""
    root: Any = pdf.Root
    assert root.MarkInfo.Marked is True
    assert str(root.Lang) == "de-DE"
    assert root.ViewerPreferences.DisplayDocTitle is True
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == HEAD.title
        assert metadata["{http://ns.adobe.com/xap/1.0/t/pg/}NPages"] == str(len(pdf.pages))
    check_parents(pdf)
    names = [str(one.ID) for one in elements(pdf) if "/ID" in one]
    assert len(names) == len(set(names))
    listed = list(root.StructTreeRoot.IDTree.Names)
    assert [str(name) for name in listed[::2]] == sorted(names)
    assert all(
        str(one.ID) == str(name) for name, one in zip(listed[::2], listed[1::2], strict=True)
    )
    headers = {str(name) for one in elements(pdf) for name in _attribute(one, "/Headers")}
    assert headers <= set(names)
    assert pdf.check_pdf_syntax() == []


def check_parents(pdf: pikepdf.Pdf) -> None:
    root: Any = pdf.Root
    parents: dict[int, Any] = {}
    for node in root.StructTreeRoot.ParentTree.Kids:
        numbers = list(node.Nums)
        assert [int(numbers[0]), int(numbers[-2])] == [int(limit) for limit in node.Limits]
        parents |= dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    assert int(root.StructTreeRoot.ParentTreeNextKey) == len(parents)
    assert sorted(parents) == list(range(len(parents)))
    known = {one.objgen for one in elements(pdf)}
    for page in pdf.pages:
        owners = parents[int(page.obj.StructParents)]
        marked, depth = set(), 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                depth += 1
                properties = instruction.operands[-1]
                if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                    marked.add(int(properties.MCID))
                elif depth == 1:
                    assert str(instruction.operands[0]) == "/Artifact"
            elif operator == "EMC":
                depth -= 1
            elif operator in {"Tj", "TJ"}:
                assert depth, "Text that is neither tagged nor an artifact."
        assert marked == set(range(len(owners)))
        assert {one.objgen for one in owners} <= known
        for annotation in page.obj.get("/Annots", ()):
            assert parents[int(annotation.StructParent)].S == "/Link"


def _attribute(element: Any, name: str) -> list[Any]:
    found = element.get("/A")
    owners = found if isinstance(found, pikepdf.Array) else [] if found is None else [found]
    return [one for owner in owners for one in owner.get(name, ())]


def _page_of(pages: list[str], key: str) -> str:
    (found,) = [page for page in pages if f"{key} begins" in page]
    return found


def test_a_short_row_is_not_parted_and_a_long_one_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    said = "Am Knieperdamm warten wir seit Jahren auf eine Querung. "
    short = [f"R-{n} begins {said * (1 + n % 9)} R-{n} ends" for n in range(40)]
    long = f"L-1 begins {said * 90} L-1 ends"
    weighing(path, 41, *short, long).close()
    pages = printed_pages(path)
    assert len(pages) > 5
    for number in range(40):
        assert f"R-{number} ends" in _page_of(pages, f"R-{number}")
    assert "L-1 ends" not in _page_of(pages, "L-1")
    assert any("L-1 ends" in page for page in pages)


@pytest.mark.parametrize("way", ["portrait", "landscape"])
@pytest.mark.parametrize("columns", [1, 3, 8, 40])
def test_the_tallest_row_that_stays_together_fits_on_a_page(
    tmp_path: Path, way: Way, columns: int
) -> None:
    words = "mm " * ((TOGETHER - 1) * max(LETTERS // columns - EDGES, 1) // 3)
    row = Row(tuple(cell(words) for _ in range(columns)))
    assert row.is_short
    table = Table(tuple(Column("", 1) for _ in range(columns)))
    path = tmp_path / "t.pdf"
    written(path, [Turn(way), Heading(1, "Titel"), table, row]).close()
    assert printed(path).count("mm") == columns * words.count("mm")


@pytest.mark.usefixtures("small_pieces")
def test_many_pieces_are_one_accessible_file(tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    with weighing(path) as pdf:
        check_accessible(pdf)
        kinds = Counter(str(one.S) for one in elements(pdf))
        assert kinds["/Document"] == 1
        assert kinds["/Table"] == 6
        assert kinds["/TR"] == 25 + 6
        assert kinds["/TD"] == 25 * len(columns())
        assert kinds["/TH"] == 6 * len(columns())
        titles = [
            (one.title, [kid.title for kid in one.children]) for one in pdf.open_outline().root
        ]
        assert titles == [(HEAD.title, [f"MOB-{number} Sichere Wege" for number in (1, 2, 3)])]
        assert [str(page.label) for page in pdf.pages] == [
            str(number) for number in range(1, len(pdf.pages) + 1)
        ]
    text = printed(path)
    assert re.findall(r"S-\d+", text) == [f"S-{number}" for number in range(1, 26)]
    assert "MOB-1 Sichere Wege (Fortsetzung)" in text
    pages = [int(number) for number in re.findall(r"25\.11\.2026 Seite (\d+)", text)]
    assert pages == list(range(1, len(pages) + 1))


def test_hostile_texts_are_set_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    with weighing(path, len(HOSTILE), *HOSTILE) as pdf:
        check_accessible(pdf)
        assert "/Names" not in pdf.Root
        assert "/AcroForm" not in pdf.Root
    text = printed(path)
    assert '=HYPERLINK("https://x.example";"klick")' in text
    assert "<b>fett</b> & \"a\" 'b' <!-- c --> ]]> &amp; &#0;" in text
    assert '#import "x" $x$ *b* _k_ \\ @l <l> `c` // k /* */ [a] {b} #panic() = h' in text
    assert text.count("x") >= 5000
    assert "Привет □□" in text
    assert "abcde" in text


def test_contents_lead_to_their_pages(tmp_path: Path) -> None:
    blocks: list[Block] = [Paragraph(line("Deckblatt"), "title"), Contents("Inhalt")]
    for number in range(1, 6):
        way = Turn("landscape" if number % 2 else "portrait")
        inner = Heading(2, f"Unterpunkt {number}")
        blocks += [way, Heading(1, f"Punkt {number}"), inner, Heading(3, "Tief"), Item(line("a"))]
    path = tmp_path / "t.pdf"
    with written(path, blocks) as pdf:
        check_accessible(pdf)
        assert [str(page.label) for page in pdf.pages] == ["i", "1", "2", "3", "4", "5"]
        links = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        assert len(links) == 10
        targets = [pdf.pages.index(pikepdf.Page(link.Dest[0])) for link in links]
        assert targets == [page for page in range(1, 6) for _twice in "12"]
        assert not any("/A" in link for link in links)
        sizes = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
        assert sizes == [False, True, False, True, False, True]
    text = printed(path)
    assert text.index("Deckblatt") < text.index("Inhalt") < text.index("Unterpunkt 1")
    assert text.count("Tief") == 5


def test_marks_are_more_than_colour(tmp_path: Path) -> None:
    words = (Run("bleibt "), Run("kommt", "inserted"), Run(" "), Run("geht", "deleted"))
    with written(tmp_path / "t.pdf", [Heading(1, "Titel"), Paragraph(words)]) as pdf:
        lines = {
            str(owner.TextDecorationType)
            for one in elements(pdf)
            for owner in one.get("/A", ())
            if "/TextDecorationType" in owner
        }
    assert lines == {"/Underline", "/LineThrough"}
    assert "bleibt kommt geht" in printed(tmp_path / "t.pdf")


def test_signs_without_a_font_become_a_box() -> None:
    assert fitted("Straße – „Ä“ Привет שלום 😀") == "Straße – „Ä“ Привет שלום 😀"
    assert fitted("a你\U000e0041b") == f"a{MISSING}{MISSING}b"
    assert fitted("a😀b", strict=True) == "a?b"
    assert fitted("x" * 61).split("\u200b") == ["x" * 30, "x" * 30, "x"]


def test_a_text_that_no_single_font_has_is_set_with_the_main_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = frozenset(range(0x110000))
    plain = coverage.covered(strict=True)
    monkeypatch.setattr(coverage, "covered", lambda *, strict: plain if strict else everything)
    written(tmp_path / "t.pdf", [Heading(1, "Titel"), Paragraph(line("a你b"))]).close()
    assert "a?b" in printed(tmp_path / "t.pdf")


def test_what_cannot_be_set_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "kaputt.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(typesetting, "TEMPLATE", broken)
    with pytest.raises(CannotTypeset, match="panic"):
        typeset(HEAD, pieces.Piece("portrait", [Heading(1, "a")]), tmp_path / "t.pdf", first=1)


def test_pieces_end_where_one_can_go_on() -> None:
    found = list(pieces.pieces(weighing_table(HEAD, rows(pieces.MOST_ROWS + 5))))
    assert [piece.rows for piece in found] == [pieces.MOST_ROWS, 5]
    first, second = found
    assert first.repeated == 0
    assert [type(block).__name__ for block in second.blocks[:3]] == ["Heading", "Heading", "Table"]
    assert second.repeated == 1
    long = list(pieces.pieces(weighing_table(HEAD, rows(6, "x" * 30_000))))
    assert [piece.rows for piece in long] == [3, 3]
