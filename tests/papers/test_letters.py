"""Letters from the city's own template, and templates that are no good."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from charta.core.errors import Invalid
from charta.papers.letters import opening, template
from charta.papers.letters.default import default_template
from charta.papers.letters.filling import write_files, write_one
from charta.papers.letters.words import KNOWN, Recipient
from tests.support.papers import HEAD, HOSTILE, ROW, office, printed, printed_pages

pytestmark = [pytest.mark.usefixtures("app_context"), pytest.mark.one_engine]

TWO = (
    Recipient("Carla Bürgerin", "Am Markt 1\n18439 Stralsund", (ROW, replace(ROW, key="S-2"))),
    Recipient("Curt <Bürger> & Söhne", "", (replace(ROW, key="S-3", text="\n".join(HOSTILE)),)),
)


def a_template(*paragraphs: str, header: str = "") -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The template with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def texts(path: Path) -> list[list[str]]:
    """The paragraphs of each letter in a ZIP."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        return [
            [one.text for one in docx.Document(io.BytesIO(archive.read(name))).paragraphs]
            for name in names
        ]


def test_the_letter_that_charta_brings(tmp_path: Path) -> None:
    path = tmp_path / "briefe.zip"
    assert write_files(HEAD, template.read(default_template()), TWO, path) == 2
    first, second = texts(path)
    assert "Guten Tag Carla Bürgerin," in first
    assert "Am Markt 1\n18439 Stralsund" in first
    assert "S-1 vom 01.10.2026 zu MOB-1 Sichere Wege" in first
    assert "S-2 vom 01.10.2026 zu MOB-1 Sichere Wege" in first
    assert first.count("Entscheidung: übernommen") == 2
    assert "25.11.2026" in first
    assert "Guten Tag Curt <Bürger> & Söhne," in second
    assert not [text for text in first + second if "beitraege" in text and "{{" in text[:3]]


def test_one_file_with_all_letters(tmp_path: Path) -> None:
    path = tmp_path / "briefe.docx"
    assert write_one(HEAD, template.read(default_template()), TWO, path) == 2
    document = docx.Document(str(path))
    whole = [one.text for one in document.paragraphs]
    assert [text for text in whole if text.startswith("Guten Tag")] == [
        "Guten Tag Carla Bürgerin,",
        "Guten Tag Curt <Bürger> & Söhne,",
    ]
    assert len(document.sections) == 2
    assert document.sections[0].header.paragraphs[0].text == "Hansestadt Stralsund"
    shown = printed(office(path, "pdf"))
    assert '=HYPERLINK("https://x.example";"klick")' in shown
    assert shown.index("Carla Bürgerin") < shown.index("Curt <Bürger>")


def test_each_letter_of_a_file_has_the_letterhead_of_a_first_page(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.start_type = WD_SECTION.CONTINUOUS
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Briefkopf {{stadt}}"
    section.header.paragraphs[0].text = "Folgeseite"
    for text in ("{{name}}", *["Zeile"] * 40, "Ende"):
        document.add_paragraph(text)
    path = tmp_path / "briefe.docx"
    write_one(HEAD, template.read(saved(document)), TWO, path)
    pages = printed_pages(office(path, "pdf"))
    heads = [page.partition(" Zeile")[0] for page in pages]
    assert heads == [
        "Briefkopf Hansestadt Stralsund Carla Bürgerin",
        "Folgeseite",
        "Briefkopf Hansestadt Stralsund Curt <Bürger> & Söhne",
        "Folgeseite",
    ]
    for one in docx.Document(str(path)).sections:
        assert one._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_every_placeholder_is_filled(tmp_path: Path) -> None:
    content = a_template(*(f"{name}: {{{{ {name} }}}}" for name in KNOWN))
    write_files(HEAD, template.read(content), TWO[:1], tmp_path / "b.zip")
    first, second = texts(tmp_path / "b.zip")
    assert not [text for text in first if text.endswith(": ")]
    assert "schluessel: S-1" in first
    assert "schluessel: S-2" in second
    assert "anzahl: 1" in first
    assert "antwortdatum: 02.11.2026" in first
    assert "heute: Alle sicher zur Schule" in first


def test_a_placeholder_that_word_has_cut(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Hallo {")
    for piece, bold in (("{na", True), ("m", False), ("e}} und {{sta", False), ("dt}", True)):
        paragraph.add_run(piece).bold = bold
    paragraph.add_run("}!")
    write_files(HEAD, template.read(saved(document)), TWO[:1], tmp_path / "b.zip")
    assert texts(tmp_path / "b.zip") == [["Hallo Carla Bürgerin und Hansestadt Stralsund!"]]


def test_what_somebody_wrote_is_no_placeholder(tmp_path: Path) -> None:
    person = Recipient("{{stadt}}", "", (replace(ROW, text="{{#beitraege}} {{name}}"),))
    content = a_template("{{name}}", "{{wortlaut}}")
    write_files(HEAD, template.read(content), [person], tmp_path / "b.zip")
    assert texts(tmp_path / "b.zip") == [["{{stadt}}", "{{#beitraege}} {{name}}"]]


def test_a_header_that_names_the_person_needs_files(tmp_path: Path) -> None:
    found = template.read(a_template("{{anzahl}}", header="An {{name}}, {{stadt}}"))
    write_files(HEAD, found, TWO, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = archive.namelist()
        letter = docx.Document(io.BytesIO(archive.read(names[1])))
    assert letter.sections[0].header.paragraphs[0].text == (
        "An Curt <Bürger> & Söhne, Hansestadt Stralsund"
    )
    with pytest.raises(Invalid, match="einzelne Dateien"):
        write_one(HEAD, found, TWO, tmp_path / "b.docx")


@pytest.mark.parametrize(
    ("paragraphs", "message"),
    [
        (("{{vorname}} {{name}}",), r"\{\{vorname\}\}.*Es gibt: \{\{name\}\}"),
        (("{{name",), r"nicht vollständig: \{\{name"),
        (("{{}}",), r"\{\{\}\}"),
        (("{{#beitraege}}", "{{schluessel}}"), "je einmal"),
        (("{{/beitraege}}", "{{#beitraege}}"), "je einmal"),
        (("{{#beitraege}}{{/beitraege}}",), "je einmal"),
        (("{{#beitraege}}", "{{/beitraege}}", "{{heute}}"), r"\{\{heute\}\} steht außerhalb"),
    ],
)
def test_a_template_with_a_mistake_names_it(paragraphs: tuple[str, ...], message: str) -> None:
    with pytest.raises(Invalid, match=message) as caught:
        template.read(a_template(*paragraphs))
    assert caught.value.field == "template"


def test_contributions_do_not_belong_into_a_header() -> None:
    with pytest.raises(Invalid, match=r"\{\{schluessel\}\}"):
        template.read(a_template("{{name}}", header="{{schluessel}}"))


def _macros(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


def _macro_type(parts: dict[str, bytes]) -> None:
    old = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    new = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(old, new)


def _relation(kind: str, target: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        name = "word/_rels/document.xml.rels"
        where = f'Target="{target}" TargetMode="External"'
        added = f'<Relationship Id="rId99" Type="http://x/{kind}" {where}/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", added.encode())

    return change


def _entity(parts: dict[str, bytes]) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = parts["word/document.xml"]
    cut = body.index(b"<w:document")
    parts["word/document.xml"] = body[:cut] + bomb + body[cut:]


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/bombe.png"] = bytes(opening.MOST_UNPACKED)


def _tags(parts: dict[str, bytes]) -> None:
    parts["word/viele.xml"] = b"<a>" + b"<b/>" * opening.MOST_TAGS + b"</a>"


def _broken(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b"<w:document>"


def _no_body(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_macros, "Makros oder eingebettete"),
        (_macro_type, "für Makros gedacht"),
        (_relation("attachedTemplate", "https://x.example/t.dotx"), r"von außen nach: https://x"),
        (_relation("image", "\\\\server\\bild.png"), "von außen nach"),
        (_relation("hyperlink", "javascript:alert(1)"), "von außen nach"),
        (_relation("hyperlink", "file:///etc/passwd"), "von außen nach"),
        (_entity, "kein lesbares DOCX"),
        (_bomb, "entpackt zu groß"),
        (_tags, "entpackt zu groß"),
        (_broken, "kein lesbares DOCX"),
        (_no_body, "kein lesbares DOCX"),
    ],
)
def test_a_dangerous_template_is_refused(
    change: Callable[[dict[str, bytes]], None], message: str
) -> None:
    with pytest.raises(Invalid, match=message):
        template.read(changed(a_template("{{name}}"), change))


def test_links_of_a_letterhead_are_fine() -> None:
    link = _relation("hyperlink", "https://www.stralsund.de/")
    assert template.read(changed(a_template("{{name}}"), link)).names == {"name"}


@pytest.mark.parametrize(
    "content", [b"", b"kein Archiv", b"PK\x03\x04" + bytes(50), bytes(opening.MOST_BYTES + 1)]
)
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"kein lesbares DOCX|größer als 5 MB"):
        template.read(content)
