"""Review requests and verdicts with dull defaults, made through the services.

Each builder opens a transaction of its own, unless the test has opened one.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from charta.charters.models import Department
from charta.core.database import db, transaction
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.drafting.queries import current_revision
from charta.feasibility import services
from charta.feasibility.models import Assessment, ReviewRequest
from tests.support.cast import START, Cast
from tests.support.drafting import writing


def the_department(city: Cast, name: str = "Bauamt") -> Department:
    """One of the city's departments; Rolf reviews for the Bauamt."""
    return db.session.get_one(Department, city.departments[name])


def a_request(
    city: Cast, clause: Document, department: str = "Bauamt", now: datetime = START
) -> ReviewRequest:
    """The department is responsible for the clause."""
    with writing():
        department_asked = the_department(city, department)
        return services.request_review(city.editor, now, clause, [department_asked])[0]


def an_assessment(
    city: Cast,
    clause: Document,
    *,
    verdict: str = "feasible",
    reason: str = "Dafür gibt es Geld und Leute.",
    conditions: str = "",
    released: bool = False,
    now: datetime = START,
) -> Assessment:
    """Rolf's verdict for the Bauamt on the clause's current wording; released by Anke."""
    with writing():
        department = the_department(city)
        services.request_review(city.editor, now, clause, [department])
        assessment = services.assess(
            city.reviewer,
            now,
            clause,
            department=department,
            verdict=verdict,
            reason=reason,
            conditions=conditions,
            base_number=current_revision(clause.id).number,
        )
        if released:
            assessment.document = clause
            services.release_verdict(city.approver, now, assessment)
        return assessment


def rows(app: Flask, model: type) -> int:
    """How many rows of ``model`` there are."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def by_key(city: Cast, key: str) -> Document:
    """The document with this key."""
    return db.session.scalars(
        select(Document).where(Document.charter_id == city.charter_id, Document.key == key)
    ).one()


def withdraw(app: Flask, city: Cast, key: str) -> None:
    """Edda takes the clause out of the draft."""
    with app.test_request_context(), transaction():
        drafting.withdraw(city.editor, START, by_key(city, key), reason="Doppelt")
