"""What can be done in a consultation. Each verb writes one journal entry."""

from charta.consultation.services.answers import AnswerConflict, answer, correct_answer
from charta.consultation.services.comments import AlreadySent, post_comment, say
from charta.consultation.services.entering import Said, enter_comment
from charta.consultation.services.placements import PlacementConflict, Settlement, settle
from charta.consultation.services.reopening import reopen
from charta.consultation.services.rounds import announce_round, reschedule_round
from charta.consultation.services.splitting import take_part
from charta.consultation.services.suggestions import (
    AlreadyAdopted,
    adopt_edited,
    adopt_suggestion,
)

__all__ = [
    "AlreadyAdopted",
    "AlreadySent",
    "AnswerConflict",
    "PlacementConflict",
    "Said",
    "Settlement",
    "adopt_edited",
    "adopt_suggestion",
    "announce_round",
    "answer",
    "correct_answer",
    "enter_comment",
    "post_comment",
    "reopen",
    "reschedule_round",
    "say",
    "settle",
    "take_part",
]
