"""What apps above may add to the log: a folded form on its page, a question after it was saved.

This floor knows no notes and no goals; the app that does registers here from its `AppConfig.ready()`, as for gates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from people.models import User
from relationships.models import Relationship, Session


@dataclass(frozen=True)
class LogExtra:
    """A form folded below the log. `form(user, relationship, data)` makes it, `save` keeps what was typed, if any."""

    name: str
    summary: Callable[[], str]
    form: Callable[[User, Relationship, Any], forms.Form]
    save: Callable[[forms.Form, Session, User, datetime], None]


# Asked on the page after a log was saved: user, session, now → {"template": …, more context}, or None for nothing.
After = Callable[[User, Session, datetime], "dict[str, Any] | None"]

_extras: list[LogExtra] = []
_after: list[After] = []


def add_to_log(extra: LogExtra) -> None:
    _extras.append(extra)


def ask_after_log(question: After) -> None:
    _after.append(question)


def extras() -> tuple[LogExtra, ...]:
    return tuple(_extras)


def questions(user: User, session: Session, now: datetime) -> list[dict[str, Any]]:
    """What to ask after this log, without those that have nothing to ask."""
    return [found for question in _after if (found := question(user, session, now)) is not None]
