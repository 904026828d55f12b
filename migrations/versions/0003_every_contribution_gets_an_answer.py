"""Every contribution gets an answer: receipts, other channels, drafts, groups, advice

Revision: 0003
After: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.triggers import freeze, thaw

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


FROZEN = ("responses", "answered", "reopenings", "advice", "waivers")

TABLES = (
    "receipts",
    "parts",
    "reopenings",
    "intakes",
    "excerpts",
    "intake_imports",
    "guest_settings",
    "held_comments",
    "drafts",
    "drafted",
    "answer_releases",
    "handlings",
    "comment_groups",
    "grouped",
    "group_proposals",
    "text_modules",
    "advice_requests",
    "advice",
    "waivers",
)
"""In the order in which they need each other."""


def upgrade() -> None:
    _receipts()
    _answers_reopened()
    _other_channels()
    _weighing()
    _advice()
    for table in FROZEN:
        freeze(table)


def downgrade() -> None:
    for table in FROZEN:
        thaw(table)
    for table in reversed(TABLES):
        op.drop_table(table)


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject_type IN ('ideas', 'comments', 'intakes', 'held_comments')",
            name="ck_receipts_subject_type",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_receipts_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("digest", name="uq_receipts_digest"),
        sa.UniqueConstraint(
            "subject_type", "subject_id", name="uq_receipts_subject_type_subject_id"
        ),
    )
    op.create_index("ix_receipts_charter_id", "receipts", ["charter_id"], unique=False)


def _answers_reopened() -> None:
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint("original_id <> comment_id", name="ck_parts_another"),
        sa.CheckConstraint('start >= 0 AND "end" > start', name="ck_parts_stretch"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_parts_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["comments.id"], name="fk_parts_original_id_comments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
    )
    op.create_index("ix_parts_comment_id", "parts", ["comment_id"], unique=False)
    op.create_index("ix_parts_original_id", "parts", ["original_id"], unique=False)
    op.create_table(
        "reopenings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_reopenings_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_reopenings_person_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_reopenings_response_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reopenings"),
        sa.UniqueConstraint(
            "response_id", "comment_id", name="uq_reopenings_response_id_comment_id"
        ),
    )
    op.create_index("ix_reopenings_comment_id", "reopenings", ["comment_id"], unique=False)


def _other_channels() -> None:
    op.create_table(
        "intakes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("sender_address", sa.Text(), nullable=False),
        sa.Column("sender_email", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('letter', 'mail', 'phone', 'room')", name="ck_intakes_channel"
        ),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (finished_by_id IS NULL)", name="ck_intakes_finished"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_intakes_author_id_people"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_intakes_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["people.id"], name="fk_intakes_entered_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["people.id"], name="fk_intakes_finished_by_id_people"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_intakes_round_id_rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_intakes"),
        sa.UniqueConstraint("charter_id", "number", name="uq_intakes_charter_id_number"),
    )
    op.create_index(
        "ix_intakes_round_id_fingerprint", "intakes", ["round_id", "fingerprint"], unique=False
    )
    op.create_index("ix_intakes_round_id_id", "intakes", ["round_id", "id"], unique=False)
    op.create_table(
        "excerpts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.CheckConstraint('start >= 0 AND "end" > start', name="ck_excerpts_stretch"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_excerpts_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intakes.id"], name="fk_excerpts_intake_id_intakes"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_excerpts"),
    )
    op.create_index("ix_excerpts_comment_id", "excerpts", ["comment_id"], unique=False)
    op.create_index("ix_excerpts_intake_id", "excerpts", ["intake_id"], unique=False)
    op.create_table(
        "intake_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name="fk_intake_imports_created_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_intake_imports_round_id_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intake_imports"),
    )
    op.create_index("ix_intake_imports_created_at", "intake_imports", ["created_at"], unique=False)
    op.create_index("ix_intake_imports_round_id", "intake_imports", ["round_id"], unique=False)
    op.create_table(
        "guest_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('none', 'confirmed', 'moderated')", name="ck_guest_settings_mode"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_guest_settings_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_guest_settings"),
        sa.UniqueConstraint("charter_id", name="uq_guest_settings_charter_id"),
    )
    op.create_table(
        "held_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.CheckConstraint('(start IS NULL) = ("end" IS NULL)', name="ck_held_comments_passage"),
        sa.CheckConstraint(
            "comment_id IS NULL OR refused_at IS NULL", name="ck_held_comments_one_end"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_held_comments_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_held_comments_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_held_comments_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["people.id"], name="fk_held_comments_refused_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_held_comments_revision_id_revisions"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_held_comments_round_id_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_held_comments"),
        sa.UniqueConstraint("comment_id", name="uq_held_comments_comment_id"),
        sa.UniqueConstraint("submission", name="uq_held_comments_submission"),
        sa.UniqueConstraint("token_hash", name="uq_held_comments_token_hash"),
    )
    op.create_index(
        "ix_held_comments_charter_id_id", "held_comments", ["charter_id", "id"], unique=False
    )


def _weighing() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "disposition IN ('adopted', 'partly_adopted', 'not_adopted', 'noted')",
            name="ck_drafts_disposition",
        ),
        sa.CheckConstraint(
            "finished_at IS NULL OR (disposition IS NOT NULL AND length(source) > 0)",
            name="ck_drafts_finished",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_drafts_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name="fk_drafts_created_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name="fk_drafts_department_id_departments"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["responses.id"], name="fk_drafts_replaces_id_responses"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_drafts_revision_id_revisions"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["people.id"], name="fk_drafts_updated_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("replaces_id", name="uq_drafts_replaces_id"),
    )
    op.create_index("ix_drafts_charter_id_id", "drafts", ["charter_id", "id"], unique=False)
    op.create_table(
        "drafted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_drafted_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["drafts.id"], name="fk_drafted_draft_id_drafts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drafted"),
        sa.UniqueConstraint("comment_id", name="uq_drafted_comment_id"),
    )
    op.create_index("ix_drafted_draft_id", "drafted", ["draft_id"], unique=False)
    op.create_table(
        "answer_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name="fk_answer_releases_department_id_departments",
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name="fk_answer_releases_released_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_answer_releases_response_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer_releases"),
        sa.UniqueConstraint("response_id", name="uq_answer_releases_response_id"),
    )
    op.create_table(
        "handlings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["people.id"], name="fk_handlings_assignee_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_handlings_comment_id_comments"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handlings"),
        sa.UniqueConstraint("comment_id", name="uq_handlings_comment_id"),
    )
    op.create_index("ix_handlings_assignee_id", "handlings", ["assignee_id"], unique=False)
    op.create_table(
        "comment_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_comment_groups_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name="fk_comment_groups_confirmed_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_comment_groups_round_id_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_groups"),
        sa.UniqueConstraint("round_id", "number", name="uq_comment_groups_round_id_number"),
    )
    op.create_index("ix_comment_groups_charter_id", "comment_groups", ["charter_id"], unique=False)
    op.create_table(
        "grouped",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_grouped_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["comment_groups.id"], name="fk_grouped_group_id_comment_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_grouped"),
    )
    op.create_index("ix_grouped_group_id", "grouped", ["group_id"], unique=False)
    op.create_index(
        "uq_grouped_comment_id",
        "grouped",
        ["comment_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "group_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("comment_ids", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name="ck_group_proposals_decided"
        ),
        sa.CheckConstraint("similarity BETWEEN 0 AND 1", name="ck_group_proposals_similarity"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_group_proposals_decided_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["comment_groups.id"], name="fk_group_proposals_group_id_comment_groups"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name="fk_group_proposals_round_id_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_group_proposals"),
    )
    op.create_index(
        "ix_group_proposals_round_id_id", "group_proposals", ["round_id", "id"], unique=False
    )
    op.create_table(
        "text_modules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_text_modules_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["people.id"], name="fk_text_modules_updated_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_text_modules"),
        sa.UniqueConstraint("charter_id", "title", name="uq_text_modules_charter_id_title"),
    )


def _advice() -> None:
    op.create_table(
        "advice_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name="fk_advice_requests_asked_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_advice_requests_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_advice_requests_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name="fk_advice_requests_department_id_departments",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_advice_requests"),
    )
    op.create_index(
        "ix_advice_requests_charter_id_department_id",
        "advice_requests",
        ["charter_id", "department_id"],
        unique=False,
    )
    op.create_index(
        "ix_advice_requests_comment_id", "advice_requests", ["comment_id"], unique=False
    )
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["people.id"], name="fk_advice_given_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["advice_requests.id"], name="fk_advice_request_id_advice_requests"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_advice"),
    )
    op.create_index("ix_advice_request_id", "advice", ["request_id"], unique=False)
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(source) > 0", name="ck_waivers_reasoned"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_waivers_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_waivers_release_id_releases"
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["people.id"], name="fk_waivers_stated_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_waivers"),
        sa.UniqueConstraint("release_id", name="uq_waivers_release_id"),
    )
    op.create_index("ix_waivers_charter_id", "waivers", ["charter_id"], unique=False)
