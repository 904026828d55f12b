"""Identity: where one is signed in, a second step, passkeys, attempts that are counted

Sign-ins and mailed links get new tables and lose their rows: everybody signs in once more, and
whoever waits for a link asks for a new one.

Revision: 0006
After: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PURPOSES = "purpose IN ('confirm', 'reset'{more})"
TABLES = ("authenticators", "recovery_codes", "passkeys", "spent_challenges", "sign_in_attempts")


def upgrade() -> None:
    op.add_column("people", sa.Column("second_step_since", MOMENT, nullable=True))
    op.add_column(
        "charters",
        sa.Column("second_step_required", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    _sign_ins(
        sa.Column("previous_hash", sa.Text(), nullable=True),
        sa.Column("previous_until", MOMENT, nullable=True),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("proven_at", MOMENT, nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("to_renew", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("previous_hash", name="uq_sign_ins_previous_hash"),
    )
    _mail_links(", 'enter', 'move'", sa.Column("email", sa.Text(), nullable=True))
    _second_step()
    _passkeys()
    _attempts()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    _mail_links("")
    _sign_ins()
    op.drop_column("charters", "second_step_required")
    op.drop_column("people", "second_step_since")


def _of_person(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=f"fk_{table}_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _sign_ins(*more: sa.schema.SchemaItem) -> None:
    op.drop_table("sign_ins")
    op.create_table(
        "sign_ins",
        *_of_person("sign_ins"),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
        *more,
    )
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"])


def _mail_links(purposes: str, *more: sa.schema.SchemaItem) -> None:
    op.drop_table("mail_links")
    op.create_table(
        "mail_links",
        *_of_person("mail_links"),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint(PURPOSES.format(more=purposes), name="ck_mail_links_purpose"),
        sa.UniqueConstraint("token_hash", name="uq_mail_links_token_hash"),
        *more,
    )
    if more:
        op.create_index("ix_mail_links_expires_at", "mail_links", ["expires_at"])
    op.create_index("ix_mail_links_person_id", "mail_links", ["person_id"])


def _second_step() -> None:
    op.create_table(
        "authenticators",
        *_of_person("authenticators"),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.UniqueConstraint("person_id", name="uq_authenticators_person_id"),
    )
    op.create_table(
        "recovery_codes",
        *_of_person("recovery_codes"),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.UniqueConstraint("person_id", "code_hash", name="uq_recovery_codes_person_id_code_hash"),
    )


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        *_of_person("passkeys"),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.UniqueConstraint("credential", name="uq_passkeys_credential"),
    )
    op.create_index("ix_passkeys_person_id", "passkeys", ["person_id"])
    op.create_table(
        "spent_challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spent_challenges"),
        sa.UniqueConstraint("digest", name="uq_spent_challenges_digest"),
    )
    op.create_index("ix_spent_challenges_expires_at", "spent_challenges", ["expires_at"])


def _attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('password', 'code', 'mail')", name="ck_sign_in_attempts_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    for columns in (["account", "at"], ["network", "at"], ["at"]):
        op.create_index(f"ix_sign_in_attempts_{'_'.join(columns)}", "sign_in_attempts", columns)
