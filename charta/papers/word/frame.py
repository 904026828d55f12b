"""An empty document with everything but its body: styles, language, header, footer, titles."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from flask_babel import gettext as _

from charta.papers.cleaning import cleaned, numerals
from charta.papers.rows import Head

FONT = "Arial"
"""Every office has it; Fira Sans would fall back to something nobody chose."""

BLUE = RGBColor(0x00, 0x3C, 0x5F)
GREEN = RGBColor(0x0B, 0x5D, 0x1E)
RED = RGBColor(0x9B, 0x1C, 0x1C)
HEADINGS = {1: (16, 18), 2: (13, 14), 3: (11, 10), 4: (10, 8)}
"""Size and space before, in points, by level."""

LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def frame(head: Head) -> bytes:
    """The document as a file, its body empty but for the page's layout."""
    document = docx.Document()
    _titles(document.core_properties, head)
    _styles(document.styles, LANGUAGES[head.language])
    _edges(document.sections[0], head)
    _settings(document.settings.element)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _titles(properties: Any, head: Head) -> None:
    properties.title = cleaned(head.title)
    properties.author = cleaned(head.city)
    properties.subject = cleaned(" · ".join(filter(None, (head.charter, head.round))))
    properties.language = LANGUAGES[head.language]
    properties.comments = ""
    moment = datetime(head.day.year, head.day.month, head.day.day, tzinfo=UTC)
    properties.created = properties.modified = moment.replace(tzinfo=None)


def _styles(styles: Any, language: str) -> None:
    normal = styles["Normal"]
    _font(normal, 10)
    normal.paragraph_format.space_after = Pt(6)
    _language(styles, language)
    for level, (size, before) in HEADINGS.items():
        style = styles[f"Heading {level}"]
        _font(style, size, BLUE)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    _font(styles["Title"], 24, BLUE)
    _font(styles["Subtitle"], 12, BLUE)
    styles["Subtitle"].font.italic = False
    for name, size in (("Charta Tabelle", 8), ("Charta Hinweis", 8), ("Charta Code", 9)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(2)
    styles["Charta Code"].font.name = "Courier New"
    for number in (1, 2):
        style = styles.add_style(f"toc {number}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = normal
        style.paragraph_format.left_indent = Cm(0.6 * (number - 1))
        style.paragraph_format.space_after = Pt(2)
    _marks(styles)


def _marks(styles: Any) -> None:
    """What was put in is underlined, what was taken out is struck through: never colour alone."""
    inserted = styles.add_style("Charta neu", WD_STYLE_TYPE.CHARACTER)
    inserted.font.underline, inserted.font.color.rgb = True, GREEN
    deleted = styles.add_style("Charta gestrichen", WD_STYLE_TYPE.CHARACTER)
    deleted.font.strike, deleted.font.color.rgb = True, RED
    code = styles.add_style("Charta Zeichen", WD_STYLE_TYPE.CHARACTER)
    code.font.name = "Courier New"


def _font(style: Any, size: int, colour: RGBColor | None = None) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    if colour is not None:
        style.font.color.rgb = colour


def _language(styles: Any, language: str) -> None:
    for found in styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
        found.set(qn("w:eastAsia"), language)


def _edges(section: Any, head: Head) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.bottom_margin = Cm(2)
    section.top_margin = Cm(2.2)
    above = section.header.paragraphs[0]
    above.text = cleaned(" · ".join(filter(None, (head.names, head.round))))
    above.style = "Charta Hinweis"
    below = section.footer.paragraphs[0]
    below.style = "Charta Hinweis"
    page = _("Seite")
    below.add_run(f"{cleaned(head.title)} · {numerals(head.day)} · {page} ")
    _field(below, "PAGE")


def _field(paragraph: Any, instruction: str) -> None:
    for kind in ("begin", "text", "end"):
        run = paragraph.add_run()
        if kind == "text":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            run._r.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _settings(settings: Any) -> None:
    """Word fills in the table of contents when it opens the file."""
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    settings.append(update)
