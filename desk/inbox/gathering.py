"""The inbox as a page shows it."""

from __future__ import annotations

from typing import Any

from desk.inbox.causes import CAUSES
from desk.inbox.entry import Desk

SHOWN = 50


def counted(desk: Desk) -> int:
    """How many rows the inbox has."""
    return sum(cause.find(desk).count() for cause in CAUSES)


def groups(desk: Desk) -> list[dict[str, Any]]:
    """Every cause that holds for somebody, in order, with its rows, oldest first, and how many there are."""
    found = []
    for cause in CAUSES:
        things = list(cause.find(desk)[: SHOWN + 1])
        if things:
            rows = [cause.row(thing, desk) for thing in things[:SHOWN]]
            more = len(things) > SHOWN
            found.append({"cause": cause, "rows": rows, "count": f"{SHOWN}+" if more else len(things)})
    return found
