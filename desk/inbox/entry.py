"""The parts of an inbox: a cause with its rows, a row with its acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from people.models import User


@dataclass(frozen=True)
class Desk:
    """Who looks, at which programs, when."""

    me: User
    programs: Any
    now: datetime


@dataclass(frozen=True)
class Act:
    """What one may do about a row: a link, or a button that posts."""

    label: Any
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Row:
    """Who, the cause in words, since when, what to do. Never anything that two people wrote."""

    who: str
    url: str
    words: Any
    since: datetime | None
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True)
class Cause:
    """One reason to need a person: `find` gives what it holds for, `row` says it; `why` is its rule.

    A row goes by itself when its cause goes: `find` is asked again at every look and before every act.
    """

    key: str
    heading: Any
    why: Any
    find: Callable[[Desk], Any]
    row: Callable[[Any, Desk], Row]

    def still_true(self, desk: Desk, thing: Any) -> bool:
        return bool(self.find(desk).filter(pk=thing.pk).exists())
