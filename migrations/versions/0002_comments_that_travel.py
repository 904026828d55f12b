"""Comments that travel: passages, suggestions, placements; and what a reader has read

Revision: 0002
After: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.triggers import freeze, thaw

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FROZEN = ("passages", "adoptions", "placements")


def upgrade() -> None:
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(exact) > 0 AND start >= 0", name="ck_passages_words"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_passages_comment_id_comments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.UniqueConstraint("comment_id", name="uq_passages_comment_id"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_suggestions_comment_id_comments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("comment_id", name="uq_suggestions_comment_id"),
    )
    op.create_table(
        "adoptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("wholly", sa.Boolean(), nullable=False),
        sa.Column("adopted_by_id", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["people.id"], name="fk_adoptions_adopted_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_adoptions_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_adoptions_revision_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_adoptions"),
        sa.UniqueConstraint("comment_id", name="uq_adoptions_comment_id"),
    )
    op.create_index("ix_adoptions_revision_id", "adoptions", ["revision_id"], unique=False)
    _placements()
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_readings_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_readings_person_id_people"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_readings_release_id_releases"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("person_id", "charter_id", name="uq_readings_person_id_charter_id"),
    )
    for table in FROZEN:
        freeze(table)


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="ck_placements_confidence"),
        sa.CheckConstraint(
            "verdict IN ('unchanged', 'moved', 'reworded', 'removed', 'uncertain')",
            name="ck_placements_verdict",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_placements_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_placements_decided_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_placements_release_id_releases"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_placements_revision_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_placements"),
    )
    op.create_index("ix_placements_comment_id_id", "placements", ["comment_id", "id"])
    op.create_index(
        "ix_placements_release_id_comment_id_id", "placements", ["release_id", "comment_id", "id"]
    )
    op.create_index(
        "uq_placements_comment_id_release_id",
        "placements",
        ["comment_id", "release_id"],
        unique=True,
        sqlite_where=sa.text("decided_by_id IS NULL"),
        postgresql_where=sa.text("decided_by_id IS NULL"),
    )


def downgrade() -> None:
    for table in FROZEN:
        thaw(table)
    for table in ("readings", "placements", "adoptions", "suggestions", "passages"):
        op.drop_table(table)
