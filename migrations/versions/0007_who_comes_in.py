"""Who comes in: invitations, identities of a provider, what new people say first

Revision: 0007
After: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLES = "role IN ('facilitator', 'reviewer', 'editor', 'approver', 'admin')"


def upgrade() -> None:
    op.add_column("people", _no("unproven"))
    op.add_column("charters", _no("first_held"))
    op.add_column("memberships", sa.Column("issuer", sa.Text(), nullable=True))
    op.add_column("held_comments", _no("unproven"))
    waiting = sa.text("comment_id IS NULL AND refused_at IS NULL")
    op.create_index(
        "ix_held_comments_waiting",
        "held_comments",
        ["charter_id", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    _identities()
    _invitations()
    _held_accounts()


def downgrade() -> None:
    for table in ("held_accounts", "invitations", "identities"):
        op.drop_table(table)
    op.drop_index("ix_held_comments_waiting", "held_comments")
    op.drop_column("held_comments", "unproven")
    op.drop_column("memberships", "issuer")
    op.drop_column("charters", "first_held")
    op.drop_column("people", "unproven")


def _no(name: str) -> sa.Column[bool]:
    """A column that says no of all rows there are."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_identities_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.UniqueConstraint("issuer", "subject", name="uq_identities_issuer_subject"),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(ROLES, name="ck_invitations_role"),
        sa.CheckConstraint("email = lower(email)", name="ck_invitations_email_lower"),
        sa.CheckConstraint(
            "(role = 'reviewer') = (department_id IS NOT NULL)",
            name="ck_invitations_reviewer_department",
        ),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="ck_invitations_accepted"
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name="ck_invitations_one_end"
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["people.id"], name="fk_invitations_accepted_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_invitations_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name="fk_invitations_department_id_departments"
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name="fk_invitations_invited_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )
    op.create_index("ix_invitations_charter_id_id", "invitations", ["charter_id", "id"])


def _held_accounts() -> None:
    op.create_table(
        "held_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('first', 'links', 'unproven')", name="ck_held_accounts_reason"
        ),
        sa.ForeignKeyConstraint(
            ["held_id"],
            ["held_comments.id"],
            name="fk_held_accounts_held_id_held_comments",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name="fk_held_accounts_parent_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_held_accounts_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_held_accounts"),
        sa.UniqueConstraint("held_id", name="uq_held_accounts_held_id"),
    )
    op.create_index("ix_held_accounts_person_id_id", "held_accounts", ["person_id", "id"])
