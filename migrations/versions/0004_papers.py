"""Papers that leave the house, ordered by staff and made by the worker

Revision: 0004
After: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("old_release_id", sa.Integer(), nullable=True),
        sa.Column("new_release_id", sa.Integer(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=True),
        sa.Column("ordered_by_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('weighing', 'synopsis', 'council', 'letters')", name="ck_papers_kind"
        ),
        sa.CheckConstraint(
            "format IN ('xlsx', 'csv', 'docx', 'pdf', 'zip')", name="ck_papers_format"
        ),
        sa.CheckConstraint("language IN ('de', 'en')", name="ck_papers_language"),
        sa.CheckConstraint("finished_at IS NULL OR failed_at IS NULL", name="ck_papers_one_end"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_papers_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_papers_round_id_rounds"),
        sa.ForeignKeyConstraint(
            ["old_release_id"], ["releases.id"], name="fk_papers_old_release_id_releases"
        ),
        sa.ForeignKeyConstraint(
            ["new_release_id"], ["releases.id"], name="fk_papers_new_release_id_releases"
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["people.id"], name="fk_papers_ordered_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_papers"),
    )
    op.create_index("ix_papers_charter_id_id", "papers", ["charter_id", "id"])


def downgrade() -> None:
    op.drop_table("papers")
