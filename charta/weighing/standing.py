"""What stands in the table of a round: kinds of contributions, the ways they came, their state."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(IntEnum):
    """How far the answer to a contribution is, computed from what happened; in this order."""

    OPEN = 0
    DRAFTED = 1
    RELEASED = 2


class Kind(StrEnum):
    """What a row of the table is."""

    COMMENT = "comment"
    SUGGESTION = "suggestion"
    REPLY = "reply"
    PART = "part"
    INTAKE = "intake"
    IDEA = "idea"


class Source(IntEnum):
    """Where a row of the table comes from, in the order in which equal rows stand: what is still
    to be divided first."""

    INTAKES = 0
    COMMENTS = 1
    IDEAS = 2


SAID = frozenset({Kind.COMMENT, Kind.SUGGESTION, Kind.REPLY, Kind.PART})
"""The kinds that are comments; only they are weighed here, the others are shown."""


class Way(StrEnum):
    """How a contribution reached the city."""

    WEB = "web"
    GUEST = "guest"
    LETTER = "letter"
    MAIL = "mail"
    PHONE = "phone"
    ROOM = "room"
    WORKSHOP = "workshop"
