"""Who has asked, judged and released, as what the site holds about a person."""

from __future__ import annotations

from charta.accounts.belongings import Holder, stays

OF_THE_CITY = "wer für ein Amt geurteilt hat, bleibt als Nummer nachvollziehbar"

HOLDER = Holder(
    stays(
        OF_THE_CITY,
        review_requests=("requested_by_id",),
        assessments=("reviewer_id", "released_by_id"),
    )
)
