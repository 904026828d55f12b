"""The small error tree that rules and services raise, and its translation to HTTP."""

from __future__ import annotations


class CharterError(Exception):
    """Something that must be said to the person; ``status`` is the HTTP status it becomes."""

    status = 500

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(CharterError):
    """The actor lacks the right."""

    status = 403


class NotFound(CharterError):
    """It does not exist, or not for this actor."""

    status = 404


class Conflict(CharterError):
    """Someone else was faster, or the time for it is over."""

    status = 409


class TooMany(CharterError):
    """Too many attempts; the next one may be made after ``seconds``."""

    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Invalid(CharterError):
    """What was entered cannot be taken; ``field`` names the form field it belongs to."""

    status = 422

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
