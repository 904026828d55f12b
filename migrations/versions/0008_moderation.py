"""Moderation by the book, and what retention needs to know of a person

Revision: 0008
After: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.triggers import freeze, thaw

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OF_PEOPLE = ("erased_at", "last_active_at", "inactive_warned_at")
TABLES = ("cases", "reports", "measures", "withheld", "objections", "blocks")
"""In the order in which they need each other."""


def upgrade() -> None:
    for column in OF_PEOPLE:
        op.add_column("people", sa.Column(column, MOMENT, nullable=True))
    _cases()
    _reports()
    _measures()
    _withheld()
    _objections()
    _blocks()
    freeze("measures")


def downgrade() -> None:
    thaw("measures")
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in reversed(OF_PEOPLE):
        op.drop_column("people", column)


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(comment_id IS NULL) <> (idea_id IS NULL)", name="ck_cases_one_subject"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_cases_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_cases_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_cases_idea_id_ideas"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["people.id"], name="fk_cases_taken_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("charter_id", "number", name="uq_cases_charter_id_number"),
    )
    op.create_index("ix_cases_comment_id", "cases", ["comment_id"], unique=True)
    op.create_index("ix_cases_idea_id", "cases", ["idea_id"], unique=True)
    waiting = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_cases_open",
        "cases",
        ["charter_id", "opened_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "ground IN ('law', 'rules', 'privacy', 'spam', 'other')", name="ck_reports_ground"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reports_case_id_cases"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_reports_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("digest", name="uq_reports_digest"),
        sa.UniqueConstraint("submission", name="uq_reports_submission"),
    )
    op.create_index("ix_reports_case_id_id", "reports", ["case_id", "id"])
    op.create_index("ix_reports_person_id", "reports", ["person_id"])


def _measures() -> None:
    op.create_table(
        "measures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("provision", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.CheckConstraint("basis IN ('law', 'rules')", name="ck_measures_basis"),
        sa.CheckConstraint(
            "kind IN ('kept', 'hidden', 'redacted', 'restored', 'warned', 'blocked', 'unblocked')",
            name="ck_measures_kind",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_measures_case_id_cases"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_measures_decided_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_measures"),
        sa.UniqueConstraint("digest", name="uq_measures_digest"),
    )
    op.create_index("ix_measures_case_id_id", "measures", ["case_id", "id"])


def _withheld() -> None:
    op.create_table(
        "withheld",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("delete_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measures.id"],
            name="fk_withheld_measure_id_measures",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_withheld"),
        sa.UniqueConstraint("measure_id", name="uq_withheld_measure_id"),
    )
    op.create_index("ix_withheld_delete_at", "withheld", ["delete_at"])


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)"
            " AND (decided_at IS NULL) = (upheld IS NULL)",
            name="ck_objections_decided",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_objections_decided_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name="fk_objections_measure_id_measures"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_objections_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
        sa.UniqueConstraint("measure_id", name="uq_objections_measure_id"),
    )
    op.create_index("ix_objections_person_id", "objections", ["person_id"])


def _blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_blocks_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures.id"], name="fk_blocks_measure_id_measures"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_blocks_person_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_blocks"),
        sa.UniqueConstraint("measure_id", name="uq_blocks_measure_id"),
    )
    op.create_index("ix_blocks_person_id_charter_id", "blocks", ["person_id", "charter_id"])
