"""The parts of an inbox: a cause with its rows, a row with its acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from core.clock import day_of
from people.models import User

SAME_RULE = gettext_lazy("This rule is the same for every program.")


@dataclass(frozen=True)
class Desk:
    """Who looks, at which programs, when."""

    me: User
    programs: Any
    now: datetime

    @property
    def today(self) -> date:
        """The day it is for who looks."""
        return day_of(self.now, self.me.time_zone)


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
    acts: list[Act] = field(default_factory=list)
    since: datetime | None = None
    aside_url: str = ""  # where it is set aside; empty for what may not wait


@dataclass(frozen=True)
class AsideRow:
    """A row that somebody set aside for all who run the program, and where it is taken back."""

    who: str
    url: str
    heading: Any
    words: str
    back_url: str


@dataclass(frozen=True)
class Cause:
    """One reason to need a person: `find` gives what it holds for, in order, `row` says it; `why` is its rule, `where`
    says where that is changed, or that it is not (`where_url` is the page). `since` is the column of the moment since
    which it holds.

    `together` names acts for all its rows at once (`desk.together`). `for_information`: nothing is left to decide, so
    its rows stand folded below the decisions and no count takes them in.
    A row goes by itself when its cause goes: `find` is asked again at every look. What belongs to no program (mail that
    came back, an import) or asks for help cannot be set aside.
    """

    key: str
    heading: Any
    why: Any
    find: Callable[[Desk], Any]
    row: Callable[[Any, Desk], Row]
    where: Any = SAME_RULE
    where_url: Any = ""
    for_information: bool = False
    may_wait: bool = True
    together: tuple[str, ...] = ()
    since: str = ""

    def row_of(self, thing: Any, desk: Desk) -> Row:
        return replace(self.row(thing, desk), since=getattr(thing, self.since) if self.since else None)
