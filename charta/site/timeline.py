"""The way of a charter in time: what has been, what is now, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["past", "now", "next"]


@dataclass(frozen=True)
class Event:
    """Something with a date; without an end it is a moment."""

    title: str
    url: str
    begins: datetime
    ends: datetime | None = None
    text: str = ""
    german: bool = False
    """Whether the title is the city's, not ours."""

    def state(self, now: datetime) -> State:
        if now < self.begins:
            return "next"
        return "now" if self.ends is not None and now < self.ends else "past"


@dataclass(frozen=True)
class Step:
    """An event as the timeline shows it on a certain day."""

    title: str
    url: str
    moment: datetime
    state: State
    text: str
    german: bool

    @property
    def until(self) -> bool:
        """Whether ``moment`` is the end of what is under way."""
        return self.state == "now"


def steps(events: Iterable[Event], now: datetime) -> list[Step]:
    """The events in the order they begin; an event under way shows when it ends."""
    return [
        Step(
            event.title,
            event.url,
            _moment(event, now),
            event.state(now),
            event.text,
            event.german,
        )
        for event in sorted(events, key=lambda event: event.begins)
    ]


def _moment(event: Event, now: datetime) -> datetime:
    if event.state(now) == "now" and event.ends is not None:
        return event.ends
    return event.begins
