"""The inbox as a page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.wording import day
from desk.inbox.causes import CAUSES
from desk.inbox.entry import AsideRow, Cause, Desk, Row
from desk.together.acts import ACTS
from programs.batches import AT_ONCE
from programs.models import SetAside

SHOWN = 50
Aside = dict[str, dict[UUID, SetAside]]
# Things of a cause with the row of each, and what set it aside.
Hidden = list[tuple[Row, SetAside]]


def counted(desk: Desk) -> int:
    """How many decisions the inbox has; what is there for information is none."""
    aside = _set_aside(desk)
    return sum(_waiting(cause, desk, aside)[0].count() for cause in CAUSES if not cause.for_information)


def groups(desk: Desk) -> tuple[list[dict[str, Any]], list[AsideRow]]:
    """Every cause that holds for somebody, in order, with its rows, oldest first, and how many there are: `count` as
    the heading says it, `total` in full. What was set aside is left out of them, and comes by itself, the newest
    first."""
    found, hidden, aside = [], [], _set_aside(desk)
    for cause in CAUSES:
        waiting, left_out = _waiting(cause, desk, aside)
        hidden += [(cause, row, kept) for row, kept in left_out]
        things = list(waiting[: SHOWN + 1])
        if things:
            rows = [_row(cause, thing, desk) for thing in things[:SHOWN]]
            more = len(things) > SHOWN
            counts = {
                "count": f"{SHOWN}+" if more else len(things),
                "total": waiting.count() if more else len(things),
            }
            found.append({"cause": cause, "rows": rows, **counts, "together": _together(cause, waiting, things)})
    hidden.sort(key=lambda entry: entry[2].at, reverse=True)
    return found, [_aside_row(cause, row, kept, desk) for cause, row, kept in hidden]


def _aside_row(cause: Cause, row: Row, kept: SetAside, desk: Desk) -> AsideRow:
    words = _("Until %(day)s, by %(name)s.") if kept.until else _("Not a problem, says %(name)s.")
    facts = {"name": kept.by.name, "day": day(kept.until, desk.today) if kept.until else ""}
    return AsideRow(
        row.who, row.url, cause.heading, words % facts, reverse("desk:take_back", args=[kept.thing, cause.key])
    )


def _together(cause: Cause, waiting: Any, things: list[Any]) -> list[dict[str, Any]]:
    """The acts for all rows of a cause, of one program at a time, where there are several."""
    if not cause.together or len(things) < 2:
        return []
    programs = {thing.program_id: thing.program for thing in things}
    more = len(things) > SHOWN
    ids = waiting.values_list("pk", "program_id")[:AT_ONCE] if more else [(row.pk, row.program_id) for row in things]
    of = {pk: [str(thing) for thing, program in ids if program == pk] for pk in programs}
    beyond = dict.fromkeys(programs, 0)
    if len(ids) == AT_ONCE:
        beyond = {pk: waiting.filter(program=pk).count() - len(of[pk]) for pk in programs}
    return [
        {
            "url": reverse("desk:together", args=[pk]),
            "act": key,
            "only": of[pk],
            "beyond": beyond[pk],
            "label": _label(beyond[pk], len(programs))
            % {"act": ACTS[key].label, "n": len(of[pk]), "of": len(of[pk]) + beyond[pk], "program": program.name},
        }
        for pk, program in programs.items()
        for key in cause.together
        if len(of[pk]) > 1
    ]


def _label(beyond: int, programs: int) -> str:
    if programs > 1:
        return _("%(act)s %(n)s of %(of)s in %(program)s") if beyond else _("%(act)s all %(n)s in %(program)s")
    return _("%(act)s %(n)s of %(of)s") if beyond else _("%(act)s all %(n)s")


def every_row(desk: Desk) -> list[tuple[Cause, Row]]:
    """All that `groups` shows and what it only counts, in its order."""
    aside = _set_aside(desk)
    return [(cause, cause.row(thing, desk)) for cause in CAUSES for thing in _waiting(cause, desk, aside)[0]]


def _row(cause: Cause, thing: Any, desk: Desk) -> Row:
    row = cause.row(thing, desk)
    return replace(row, aside_url=reverse("desk:set_aside", args=[thing.pk, cause.key])) if cause.may_wait else row


def _set_aside(desk: Desk) -> Aside:
    found: Aside = defaultdict(dict)
    rows = SetAside.objects.visible_to(desk.me).filter(program__in=desk.programs).standing(desk.today)
    for row in rows.select_related("by"):
        found[row.cause][row.thing] = row
    return found


def _waiting(cause: Cause, desk: Desk, aside: Aside) -> tuple[Any, Hidden]:
    """What a cause holds for, without what was set aside and stands since the same moment; and that."""
    things, kept = cause.find(desk), aside[cause.key]
    if not kept:
        return things, []
    rows = [(cause.row(thing, desk), kept[thing.pk]) for thing in things.filter(pk__in=list(kept))]
    hidden = [(row, by) for row, by in rows if by.until or row.since == by.since]
    return things.exclude(pk__in=[by.thing for _row, by in hidden]), hidden
