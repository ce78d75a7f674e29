"""What a program is made from: a template of its kind, or nothing but the kind.

The templates stand with everything else that differs, in `relationships/kinds/`. They propose; whoever runs the program
changes what they like.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.clock import day_of
from people.models import User
from programs import kinds, running
from programs.models import Program

BEFORE_START = timedelta(weeks=4)  # to invite people, and for them to answer
TO_PAIR = timedelta(weeks=1)  # between the last application and the start


def choices() -> list[tuple[str, Any]]:
    """For a form: every template of every kind, then an empty program of each kind."""
    made = [
        (f"{kind}-{key}", template["label"])
        for kind in kinds.Kind.values
        for key, template in kinds.of(kind).PROGRAM_TEMPLATES.items()
    ]
    return [*made, *((kind, _("%(kind)s, with empty texts") % {"kind": label}) for kind, label in kinds.Kind.choices)]


def make(name: str, choice: str, *, by: User, now: datetime) -> Program:
    """A program in draft from one of `choices`. Raises what `running.create` raises."""
    kind, _dash, key = choice.partition("-")
    # Whoever makes it answers questions about data, until somebody else is named.
    fields = {**proposed(kind, key, day_of(now, by.time_zone)), "data_contact": by.email or ""} if key else {}
    return running.create(name, kind, by=by, now=now, **fields)


def proposed(kind: str, key: str, today: date) -> dict[str, Any]:
    """What a template fills in, in the language of the person at the screen: it starts on a Monday in a month."""
    said = dict(kinds.of(kind).PROGRAM_TEMPLATES[key])
    del said["label"]
    soon = today + BEFORE_START
    starts_on = soon + timedelta(days=-soon.weekday() % 7)
    days = said.pop("days", None)
    texts = {text: str(said.pop(text)) for text in ("purpose", "expectations")}
    dates = {"starts_on": starts_on, "applications_until": starts_on - TO_PAIR}
    return {**said, **texts, **dates, **({"ends_on": starts_on + timedelta(days=days)} if days else {})}
