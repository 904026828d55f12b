"""The whole chain: from people and workshops to releases, comments and answers

Revision: 0001
After: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.triggers import freeze, thaw

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FROZEN = {
    "journal_entries": (),
    "revisions": (
        "id",
        "document_id",
        "number",
        "title",
        "source",
        "note",
        "restored_from_id",
        "author_id",
        "created_at",
        "previous_hash",
        "hash",
    ),
    "releases": (),
    "release_items": (),
    "openings": (),
}


def upgrade() -> None:
    op.create_table(
        "charters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_charters"),
        sa.UniqueConstraint("slug", name="uq_charters_slug"),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("charter_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_entries"),
        sa.UniqueConstraint("hash", name="uq_journal_entries_hash"),
    )
    op.create_index(
        "ix_journal_entries_charter_id_id", "journal_entries", ["charter_id", "id"], unique=False
    )
    op.create_index(
        "ix_journal_entries_subject_type_subject_id",
        "journal_entries",
        ["subject_type", "subject_id"],
        unique=False,
    )
    op.create_table(
        "outbox_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_messages"),
    )
    op.create_index("ix_outbox_messages_due_at", "outbox_messages", ["due_at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name="ck_people_email_lower"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_departments_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_departments"),
        sa.UniqueConstraint("charter_id", "name", name="uq_departments_charter_id_name"),
    )
    op.create_table(
        "legal_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "slug IN ('impressum', 'datenschutz', 'barrierefreiheit', 'spielregeln')",
            name="ck_legal_pages_slug",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_legal_pages_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_legal_pages"),
        sa.UniqueConstraint("charter_id", "slug", name="uq_legal_pages_charter_id_slug"),
    )
    op.create_table(
        "mail_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('confirm', 'reset')", name="ck_mail_links_purpose"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_mail_links_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mail_links"),
        sa.UniqueConstraint("token_hash", name="uq_mail_links_token_hash"),
    )
    op.create_index("ix_mail_links_person_id", "mail_links", ["person_id"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('consultation', 'edition')", name="ck_releases_kind"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_releases_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["people.id"], name="fk_releases_prepared_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("charter_id", "number", name="uq_releases_charter_id_number"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_sign_ins_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        sa.UniqueConstraint("token_hash", name="uq_sign_ins_token_hash"),
    )
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"], unique=False)
    op.create_table(
        "stakeholder_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_stakeholder_groups_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stakeholder_groups"),
        sa.UniqueConstraint("charter_id", "name", name="uq_stakeholder_groups_charter_id_name"),
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 2 AND 6", name="ck_themes_code"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_themes_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_themes"),
        sa.UniqueConstraint("charter_id", "code", name="uq_themes_charter_id_code"),
    )
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("partners", sa.Text(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at", name="ck_workshops_ends_after_start"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_workshops_charter_id_charters"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workshops"),
        sa.UniqueConstraint("charter_id", "number", name="uq_workshops_charter_id_number"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'clause') = (parent_id IS NOT NULL)", name="ck_documents_tree"),
        sa.CheckConstraint("kind IN ('section', 'clause')", name="ck_documents_kind"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL)",
            name="ck_documents_withdrawal_reasoned",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_documents_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["documents.id"], name="fk_documents_parent_id_documents"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name="fk_documents_theme_id_themes"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("charter_id", "key", name="uq_documents_charter_id_key"),
    )
    op.create_index(
        "ix_documents_charter_id_parent_id_position",
        "documents",
        ["charter_id", "parent_id", "position"],
        unique=False,
    )
    op.create_index("ix_documents_parent_id", "documents", ["parent_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(role = 'reviewer') = (department_id IS NOT NULL)",
            name="ck_memberships_reviewer_department",
        ),
        sa.CheckConstraint(
            "charter_id IS NOT NULL OR role = 'admin'", name="ck_memberships_installation"
        ),
        sa.CheckConstraint(
            "role IN ('facilitator', 'reviewer', 'editor', 'approver', 'admin')",
            name="ck_memberships_role",
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_memberships_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name="fk_memberships_department_id_departments"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_memberships_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_charter_id", "memberships", ["charter_id"], unique=False)
    op.create_index(
        "uq_memberships_person_charter_role",
        "memberships",
        [
            "person_id",
            sa.text("coalesce(charter_id, 0)"),
            "role",
            sa.text("coalesce(department_id, 0)"),
        ],
        unique=True,
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_number", sa.Text(), nullable=False),
        sa.Column("decision_link", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name="fk_openings_opened_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_openings_release_id_releases"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_openings"),
        sa.UniqueConstraint("release_id", name="uq_openings_release_id"),
    )
    op.create_index("ix_openings_opens_at", "openings", ["opens_at"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("introduction_html", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name="ck_rounds_closes_after_opening"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_rounds_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name="fk_rounds_created_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_rounds_release_id_releases"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("charter_id", "number", name="uq_rounds_charter_id_number"),
        sa.UniqueConstraint("release_id", name="uq_rounds_release_id"),
    )
    op.create_table(
        "tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name="fk_tables_theme_id_themes"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name="fk_tables_workshop_id_workshops"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tables"),
        sa.UniqueConstraint("workshop_id", "number", name="uq_tables_workshop_id_number"),
    )
    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('table', 'paper', 'web', 'import')", name="ck_ideas_channel"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_ideas_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name="fk_ideas_created_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["stakeholder_groups.id"], name="fk_ideas_group_id_stakeholder_groups"
        ),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], name="fk_ideas_table_id_tables"),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name="fk_ideas_theme_id_themes"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name="fk_ideas_workshop_id_workshops"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ideas"),
        sa.UniqueConstraint("charter_id", "number", name="uq_ideas_charter_id_number"),
    )
    op.create_index(
        "ix_ideas_charter_id_theme_id", "ideas", ["charter_id", "theme_id"], unique=False
    )
    op.create_index("ix_ideas_table_id", "ideas", ["table_id"], unique=False)
    op.create_index(
        "ix_ideas_workshop_id_fingerprint", "ideas", ["workshop_id", "fingerprint"], unique=False
    )
    op.create_table(
        "idea_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name="fk_idea_imports_created_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name="fk_idea_imports_workshop_id_workshops"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_idea_imports"),
    )
    op.create_index("ix_idea_imports_created_at", "idea_imports", ["created_at"], unique=False)
    op.create_index("ix_idea_imports_workshop_id", "idea_imports", ["workshop_id"], unique=False)
    op.create_table(
        "review_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name="fk_review_requests_department_id_departments",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_review_requests_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["people.id"], name="fk_review_requests_requested_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_requests"),
        sa.UniqueConstraint(
            "document_id", "department_id", name="uq_review_requests_document_id_department_id"
        ),
    )
    op.create_index(
        "ix_review_requests_department_id", "review_requests", ["department_id"], unique=False
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("restored_from_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_revisions_number"),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_revisions_author_id_people"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_revisions_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["restored_from_id"], ["revisions.id"], name="fk_revisions_restored_from_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_revisions"),
        sa.UniqueConstraint("document_id", "number", name="uq_revisions_document_id_number"),
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(verdict = 'conditional') = (length(conditions) > 0)", name="ck_assessments_conditions"
        ),
        sa.CheckConstraint(
            "verdict IN ('feasible', 'conditional', 'not_feasible')", name="ck_assessments_verdict"
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)",
            name="ck_assessments_released_by_somebody",
        ),
        sa.CheckConstraint("length(reason) > 0", name="ck_assessments_reasoned"),
        sa.CheckConstraint(
            "released_by_id <> reviewer_id", name="ck_assessments_second_pair_of_eyes"
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name="fk_assessments_department_id_departments"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_assessments_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["people.id"], name="fk_assessments_released_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name="fk_assessments_reviewer_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_assessments_revision_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
    )
    op.create_index(
        "ix_assessments_document_id_id", "assessments", ["document_id", "id"], unique=False
    )
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_comments_author_id_people"),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_comments_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_comments_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name="fk_comments_parent_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_comments_revision_id_revisions"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_comments_round_id_rounds"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("author_id", "submission", name="uq_comments_author_id_submission"),
        sa.UniqueConstraint("charter_id", "number", name="uq_comments_charter_id_number"),
    )
    op.create_index("ix_comments_author_id_id", "comments", ["author_id", "id"], unique=False)
    op.create_index("ix_comments_document_id_id", "comments", ["document_id", "id"], unique=False)
    op.create_index("ix_comments_parent_id", "comments", ["parent_id"], unique=False)
    op.create_index(
        "ix_comments_round_id_document_id", "comments", ["round_id", "document_id"], unique=False
    )
    op.create_index("ix_comments_round_id_id", "comments", ["round_id", "id"], unique=False)
    op.create_table(
        "promotions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_promotions_decided_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_promotions_document_id_documents"
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_promotions_idea_id_ideas"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_promotions_revision_id_revisions"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["documents.id"], name="fk_promotions_section_id_documents"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_promotions"),
        sa.UniqueConstraint("idea_id", "section_id", name="uq_promotions_idea_id_section_id"),
    )
    op.create_index("ix_promotions_document_id", "promotions", ["document_id"], unique=False)
    op.create_table(
        "release_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_release_items_document_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["documents.id"], name="fk_release_items_parent_id_documents"
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_release_items_release_id_releases"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_release_items_revision_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_release_items"),
        sa.UniqueConstraint(
            "release_id", "document_id", name="uq_release_items_release_id_document_id"
        ),
    )
    op.create_index("ix_release_items_document_id", "release_items", ["document_id"], unique=False)
    op.create_index("ix_release_items_revision_id", "release_items", ["revision_id"], unique=False)
    op.create_table(
        "responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "disposition IN ('adopted', 'partly_adopted', 'not_adopted', 'noted')",
            name="ck_responses_disposition",
        ),
        sa.CheckConstraint("length(source) > 0", name="ck_responses_reasoned"),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name="fk_responses_answered_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["charter_id"], ["charters.id"], name="fk_responses_charter_id_charters"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["responses.id"], name="fk_responses_replaces_id_responses"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_responses_revision_id_revisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
        sa.UniqueConstraint("replaces_id", name="uq_responses_replaces_id"),
    )
    op.create_index("ix_responses_charter_id", "responses", ["charter_id"], unique=False)
    op.create_index("ix_responses_revision_id", "responses", ["revision_id"], unique=False)
    op.create_table(
        "shelvings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_shelvings_decided_by_id_people"
        ),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name="fk_shelvings_idea_id_ideas"),
        sa.PrimaryKeyConstraint("id", name="pk_shelvings"),
    )
    op.create_index("ix_shelvings_idea_id", "shelvings", ["idea_id"], unique=False)
    op.create_index(
        "uq_shelvings_idea_id",
        "shelvings",
        ["idea_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "answered",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_answered_comment_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_answered_response_id_responses"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answered"),
        sa.UniqueConstraint("response_id", "comment_id", name="uq_answered_response_id_comment_id"),
    )
    op.create_index("ix_answered_comment_id", "answered", ["comment_id"], unique=False)
    for table, columns in FROZEN.items():
        freeze(table, columns)


def downgrade() -> None:
    for table in FROZEN:
        thaw(table)
    op.drop_index("ix_answered_comment_id", table_name="answered")
    op.drop_table("answered")
    op.drop_index(
        "uq_shelvings_idea_id",
        table_name="shelvings",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_shelvings_idea_id", table_name="shelvings")
    op.drop_table("shelvings")
    op.drop_index("ix_responses_revision_id", table_name="responses")
    op.drop_index("ix_responses_charter_id", table_name="responses")
    op.drop_table("responses")
    op.drop_index("ix_release_items_revision_id", table_name="release_items")
    op.drop_index("ix_release_items_document_id", table_name="release_items")
    op.drop_table("release_items")
    op.drop_index("ix_promotions_document_id", table_name="promotions")
    op.drop_table("promotions")
    op.drop_index("ix_comments_round_id_id", table_name="comments")
    op.drop_index("ix_comments_round_id_document_id", table_name="comments")
    op.drop_index("ix_comments_parent_id", table_name="comments")
    op.drop_index("ix_comments_document_id_id", table_name="comments")
    op.drop_index("ix_comments_author_id_id", table_name="comments")
    op.drop_table("comments")
    op.drop_index("ix_assessments_document_id_id", table_name="assessments")
    op.drop_table("assessments")
    op.drop_table("revisions")
    op.drop_index("ix_review_requests_department_id", table_name="review_requests")
    op.drop_table("review_requests")
    op.drop_index("ix_idea_imports_workshop_id", table_name="idea_imports")
    op.drop_index("ix_idea_imports_created_at", table_name="idea_imports")
    op.drop_table("idea_imports")
    op.drop_index("ix_ideas_workshop_id_fingerprint", table_name="ideas")
    op.drop_index("ix_ideas_table_id", table_name="ideas")
    op.drop_index("ix_ideas_charter_id_theme_id", table_name="ideas")
    op.drop_table("ideas")
    op.drop_table("tables")
    op.drop_table("rounds")
    op.drop_index("ix_openings_opens_at", table_name="openings")
    op.drop_table("openings")
    op.drop_index("ix_memberships_charter_id", table_name="memberships")
    op.drop_table("memberships")
    op.drop_index("ix_documents_parent_id", table_name="documents")
    op.drop_index("ix_documents_charter_id_parent_id_position", table_name="documents")
    op.drop_table("documents")
    op.drop_table("workshops")
    op.drop_table("themes")
    op.drop_table("stakeholder_groups")
    op.drop_index("ix_sign_ins_person_id", table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_table("releases")
    op.drop_index("ix_mail_links_person_id", table_name="mail_links")
    op.drop_table("mail_links")
    op.drop_table("legal_pages")
    op.drop_table("departments")
    op.drop_table("people")
    op.drop_index("ix_outbox_messages_due_at", table_name="outbox_messages")
    op.drop_table("outbox_messages")
    op.drop_index("ix_journal_entries_subject_type_subject_id", table_name="journal_entries")
    op.drop_index("ix_journal_entries_charter_id_id", table_name="journal_entries")
    op.drop_table("journal_entries")
    op.drop_table("charters")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS charta_refuse()")
