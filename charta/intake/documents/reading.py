"""Which kind of file it is, by its first bytes and not by its name; and its text."""

from __future__ import annotations

from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.core.files import ARCHIVE, OLD_OFFICE, plain, refused
from charta.intake.documents import archives, pdf
from charta.intake.rules import LONGEST_TEXT, tidied

ACCEPTED = ".txt,.md,.docx,.odt,.pdf"
MOST_BYTES = 5 * 1024 * 1024

OTHER_FORMATS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\x1f\x8b", b"7z\xbc")
HEADER = 1024
"""A PDF may begin with some other bytes."""


def read(content: bytes) -> str:
    """The text of a file as it would be kept; raises Invalid at the field ``file`` and says how
    to mend it."""
    if not content.strip():
        raise refused(_("Die Datei ist leer."))
    if len(content) > MOST_BYTES:
        raise refused(
            _(
                "Die Datei ist größer als %(limit)s MB. Bitte teilen Sie sie auf oder kopieren "
                "Sie ihren Text.",
                limit=MOST_BYTES // (1024 * 1024),
            )
        )
    text = tidied(_text(content))
    if not text:
        raise refused(_("In der Datei steht kein Text."))
    if len(text) > LONGEST_TEXT:
        raise refused(
            _(
                "Der Text ist zu lang: %(length)s Zeichen, höchstens %(limit)s. Bitte teilen Sie "
                "ihn auf mehrere Eingaben auf.",
                length=len(text),
                limit=LONGEST_TEXT,
            )
        )
    return text


def _text(content: bytes) -> str:
    if content.startswith(ARCHIVE):
        return archives.text(content)
    if b"%PDF-" in content[:HEADER]:
        return pdf.text(content)
    if content.startswith(OLD_OFFICE):
        raise refused(
            _(
                "Das ist eine alte Word-Datei (DOC) oder eine mit Kennwort. Bitte speichern Sie "
                "sie ohne Kennwort als DOCX, ODT oder PDF."
            )
        )
    if content.startswith(b"{\\rtf"):
        raise refused(_("RTF wird nicht gelesen. Bitte speichern Sie als DOCX oder ODT."))
    if content.startswith(OTHER_FORMATS):
        raise _no_text_file()
    text = plain(content)
    if text is None:
        raise _no_text_file()
    return text


def _no_text_file() -> Invalid:
    return refused(
        _("Das ist kein Text. Bitte wählen Sie eine Datei vom Typ TXT, MD, DOCX, ODT oder PDF.")
    )
