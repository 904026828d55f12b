"""What can be done in a consultation. Each verb writes one journal entry."""

from charta.consultation.services.answers import AnswerConflict, answer, correct_answer
from charta.consultation.services.comments import AlreadySent, post_comment
from charta.consultation.services.rounds import announce_round, reschedule_round

__all__ = [
    "AlreadySent",
    "AnswerConflict",
    "announce_round",
    "answer",
    "correct_answer",
    "post_comment",
    "reschedule_round",
]
