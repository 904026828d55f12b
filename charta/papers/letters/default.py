"""The letter for cities without a template of their own, and an example for those who make one."""

from __future__ import annotations

import io

import docx
from docx.shared import Cm, Pt
from flask_babel import gettext as _

from charta.papers.letters.words import BEGIN, END


def default_template() -> bytes:
    """A DOCX with placeholders, made anew in the language that is spoken now."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    section.header.paragraphs[0].text = "{{stadt}}"
    for text in ("{{name}}", "{{anschrift}}", "", "{{datum}}"):
        document.add_paragraph(text)
    document.add_paragraph().add_run(_("Ihr Beitrag zur {{charta}}")).bold = True
    for text in (
        _("Guten Tag {{name}},"),
        _("vielen Dank für Ihre Mitwirkung an „{{beteiligung}}“. So haben wir entschieden:"),
        f"{{{{{BEGIN}}}}}",
    ):
        document.add_paragraph(text)
    heading = document.add_paragraph()
    heading.add_run(_("{{schluessel}} vom {{eingang}} zu {{klausel}}")).bold = True
    for text in (
        _("Sie schrieben: {{wortlaut}}"),
        _("Entscheidung: {{entscheidung}}"),
        "{{begruendung}}",
        f"{{{{{END}}}}}",
        _("Mit freundlichen Grüßen"),
        "{{stadt}}",
    ):
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
