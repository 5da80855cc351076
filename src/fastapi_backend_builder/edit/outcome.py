"""The three ways an edit can end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applied:
    """The edit was made: the whole new source."""

    source: bytes


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The source already says what the edit would make it say."""


@dataclass(frozen=True, slots=True)
class Cannot:
    """The edit is not safe here: why, and what a person would paste."""

    reason: str
    snippet: str


Outcome = Applied | AlreadyThere | Cannot
