"""What the weighing desk reads."""

from charta.weighing.queries.drafts import drafted_comments, drafts_for

__all__ = ["drafted_comments", "drafts_for"]
