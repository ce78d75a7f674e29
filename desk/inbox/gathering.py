"""The inbox as a page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from desk.inbox.causes import CAUSES
from desk.inbox.entry import Cause, Desk, Row
from programs.models import SetAside

SHOWN = 50
Aside = dict[str, dict[UUID, SetAside]]


def counted(desk: Desk) -> int:
    """How many decisions the inbox has; what is there for information is none."""
    aside = _set_aside(desk)
    return sum(_waiting(cause, desk, aside).count() for cause in CAUSES if not cause.for_information)


def groups(desk: Desk) -> list[dict[str, Any]]:
    """Every cause that holds for somebody, in order, with its rows, oldest first, and how many there are: `count` as
    the heading says it, `total` in full. What was set aside is left out."""
    found, aside = [], _set_aside(desk)
    for cause in CAUSES:
        waiting = _waiting(cause, desk, aside)
        things = list(waiting[: SHOWN + 1])
        if things:
            rows = [_row(cause, thing, desk) for thing in things[:SHOWN]]
            more = len(things) > SHOWN
            counts = {
                "count": f"{SHOWN}+" if more else len(things),
                "total": waiting.count() if more else len(things),
            }
            found.append({"cause": cause, "rows": rows, **counts, "together": cause.together(things[:SHOWN])})
    return found


def _row(cause: Cause, thing: Any, desk: Desk) -> Row:
    row = cause.row(thing, desk)
    return replace(row, aside_url=reverse("desk:set_aside", args=[thing.pk, cause.key])) if cause.may_wait else row


def _set_aside(desk: Desk) -> Aside:
    found: Aside = defaultdict(dict)
    for row in SetAside.objects.visible_to(desk.me).standing(desk.today):
        found[row.cause][row.thing] = row
    return found


def _waiting(cause: Cause, desk: Desk, aside: Aside) -> Any:
    """What a cause holds for, without what was set aside and stands since the same moment."""
    things, hidden = cause.find(desk), aside[cause.key]
    if not hidden:
        return things
    still = [
        thing.pk for thing in things.filter(pk__in=list(hidden))
        if hidden[thing.pk].until or cause.row(thing, desk).since == hidden[thing.pk].since
    ]  # fmt: skip
    return things.exclude(pk__in=still)
