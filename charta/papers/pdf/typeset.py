"""Run as a program: sets one piece of a paper. Knows nothing of Charta, so that it starts fast.

Standard input is a JSON object with ``template``, ``fonts``, ``output`` and ``paper``.
"""

from __future__ import annotations

import json
import sys

import typst

REFUSED = 3
"""The exit status when Typst does not set the text; it says why on standard error."""


def main() -> int:
    order = json.load(sys.stdin)
    try:
        typst.compile(
            str(order["template"]),
            output=str(order["output"]),
            sys_inputs={"paper": json.dumps(order["paper"])},
            font_paths=[str(order["fonts"])],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
