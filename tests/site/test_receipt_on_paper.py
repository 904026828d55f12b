"""A short receipt fits on one sheet, with the code below what it is for."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from charta.consultation.models import Comment
from charta.receipts.queries import codes
from tests.support.browser import Browse
from tests.support.cast import Cast
from tests.support.consultation import a_comment, a_round
from tests.support.drafting import a_clause

pytestmark = pytest.mark.one_engine

WORDS = "\n\n".join(["Bitte denken Sie an Bänke für alle, die warten."] * 2)


def test_a_receipt_is_one_sheet(app: Flask, city: Cast, browse: Browse) -> None:
    with app.test_request_context():
        clause = a_clause(city)
        comment = a_comment(city, a_round(city), clause, source=WORDS)
        code = codes(Comment.__tablename__, [comment.id])[comment.id]
    page = browse()
    page.goto(f"/beleg/{code}/")
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) == 1
    assert code in sheets[0].extract_text()
