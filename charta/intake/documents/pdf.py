"""The text layer of a PDF, read by a process of its own that may neither take long nor much
memory: a stranger's file can keep any reader busy for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.core.files import refused
from charta.core.programs import environment
from charta.intake.documents.flowing import flowing

READER = Path(__file__).with_name("pdf_reader.py")
SECONDS = 30


def text(content: bytes) -> str:
    """The words of a PDF, lines joined to paragraphs; raises Invalid for what is encrypted, has
    no words (a scan) or cannot be read in good time."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=content,
            capture_output=True,
            env=environment(),
            timeout=SECONDS,
            check=True,
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise _refusal("broken") from error
    if "problem" in answer:
        raise _refusal(answer["problem"])
    words = flowing("\n\n".join(answer["pages"]))
    if not words.strip():
        raise _refusal("scanned")
    return words


def _refusal(problem: str) -> Invalid:
    messages = {
        "encrypted": _("Die PDF-Datei ist verschlüsselt. Bitte entfernen Sie das Kennwort."),
        "scanned": _(
            "Die PDF-Datei enthält keinen Text, vermutlich ist sie ein Scan. Bitte lassen Sie sie "
            "mit Texterkennung (OCR) neu speichern, oder tippen Sie den Text ab."
        ),
        "long": _("Die PDF-Datei hat zu viele Seiten. Bitte teilen Sie sie auf."),
        "broken": _(
            "Die PDF-Datei ist beschädigt oder zu aufwendig und lässt sich nicht lesen. Bitte "
            "speichern Sie sie neu oder kopieren Sie ihren Text."
        ),
    }
    return refused(messages.get(problem, messages["broken"]))
