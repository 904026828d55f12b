"""Run as a program: a PDF on standard input, the words of its pages as JSON on standard output.

It stands alone and knows nothing of Charta, so that it starts quickly and holds no secret.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
import warnings

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20
MOST_PAGES = 500


def main() -> None:
    """Answer with ``pages`` or with the word for the ``problem``."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        answer = read(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - a stranger's file can make the reader stumble anywhere
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer))


def read(content: bytes) -> dict[str, object]:
    """The words of each page, or the problem."""
    import pikepdf  # noqa: PLC0415 - under the limits that have just been set
    from pypdf import PdfReader  # noqa: PLC0415

    opened = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                return {"problem": "long"}
            document.save(opened)  # mended, and open where only printing was forbidden
    except pikepdf.PasswordError:
        return {"problem": "encrypted"}
    return {"pages": [page.extract_text() for page in PdfReader(opened).pages]}


if __name__ == "__main__":
    main()
