"""Telling people: what they want to hear of, what is to be told, mails that are sent once

Revision: 0005
After: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("claimed_at", "given_up_at")
TABLES = ("addressees", "wishes", "watches", "notification_cursors", "notification_events")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("outbox_messages", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        op.create_index(f"ix_outbox_messages_{name}", "outbox_messages", [name])
    op.add_column("outbox_messages", sa.Column("failure", sa.Text(), nullable=True))
    _people()
    _events()


def _people() -> None:
    op.create_table(
        "addressees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('de', 'en')", name="ck_addressees_language"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name="fk_addressees_person_id_people",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_addressees"),
        sa.UniqueConstraint("person_id", name="uq_addressees_person_id"),
        sa.UniqueConstraint("token", name="uq_addressees_token"),
    )
    op.create_table(
        "wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.CheckConstraint("topic IN ('answers', 'clauses', 'rounds')", name="ck_wishes_topic"),
        sa.CheckConstraint(
            "frequency IN ('at_once', 'daily', 'weekly', 'never')", name="ck_wishes_frequency"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_wishes_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wishes"),
        sa.UniqueConstraint("person_id", "topic", name="uq_wishes_person_id_topic"),
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["charters.id"],
            name="fk_watches_charter_id_charters",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_watches_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sa.UniqueConstraint("person_id", "charter_id", name="uq_watches_person_id_charter_id"),
    )
    op.create_index("ix_watches_charter_id", "watches", ["charter_id"])


def _events() -> None:
    op.create_table(
        "notification_cursors",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_notification_cursors_one"),
        sa.PrimaryKeyConstraint("id", name="pk_notification_cursors"),
    )
    op.create_table(
        "notification_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('answered', 'changed', 'opened', 'closing')",
            name="ck_notification_events_kind",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"],
            ["charters.id"],
            name="fk_notification_events_charter_id_charters",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notification_events"),
        sa.UniqueConstraint("kind", "subject_id", name="uq_notification_events_kind_subject_id"),
    )
    op.create_index(
        "ix_notification_events_told_at_due_at", "notification_events", ["told_at", "due_at"]
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["notification_events.id"],
            name="fk_notices_event_id_notification_events",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_notices_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("person_id", "event_id", name="uq_notices_person_id_event_id"),
    )
    op.create_index("ix_notices_event_id", "notices", ["event_id"])
    op.create_index("ix_notices_due_at_person_id", "notices", ["due_at", "person_id"])


def downgrade() -> None:
    op.drop_table("notices")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("outbox_messages", "failure")
    for name in COLUMNS:
        op.drop_index(f"ix_outbox_messages_{name}", "outbox_messages")
        op.drop_column("outbox_messages", name)
