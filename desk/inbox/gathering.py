"""The inbox as a page shows it: one question for all the causes, then one for all the things on the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from core.at_once import fetch
from core.wording import day
from desk.inbox import pairs, people
from desk.inbox.causes import CAUSES
from desk.inbox.entry import AsideRow, Cause, Desk, Row
from desk.together.acts import ACTS
from programs.batches import AT_ONCE
from programs.models import Enrollment, SetAside
from relationships.models import Relationship

SHOWN = 50
# How things of many causes are fetched together, with all that any row says of them; the others by their one cause.
TOGETHER: dict[Any, Any] = {Relationship: pairs.for_rows, Enrollment: people.for_rows}


class Waiter(NamedTuple):
    """Something that a cause holds for."""

    pk: UUID
    program: UUID | None
    since: datetime | None


class Hidden(NamedTuple):
    """What was set aside and stands since the same moment."""

    cause: Cause
    pk: UUID
    by: SetAside


@dataclass(frozen=True)
class Waiting:
    """By cause what it holds for, in order: all, and without what was set aside; and how each was asked for."""

    asked: dict[str, Any]
    all: dict[str, list[Waiter]]
    shown: dict[str, list[Waiter]]
    hidden: list[Hidden]


def waiting(desk: Desk, causes: Sequence[Cause] = CAUSES, also: Iterable[QuerySet[Any]] = ()) -> Waiting:
    """What every cause holds for, and what was set aside: one question, which asks `also` what else a page needs."""
    found: dict[str, list[Waiter]] = defaultdict(list)
    asked = {cause.key: cause.find(desk) for cause in causes}
    parts = [_part(number, things) for number, things in enumerate(asked.values())]
    rows = parts[0].union(*parts[1:], all=True).order_by("_cause", "_at", "pk")
    set_aside = SetAside.objects.visible_to(desk.me).filter(program__in=desk.programs).standing(desk.today)
    set_aside = set_aside.select_related("by")
    fetch(rows, set_aside, *also)
    for number, pk, program, since in rows:
        cause = causes[number]
        found[cause.key].append(Waiter(pk, program, since if cause.since else None))
    aside: dict[str, dict[UUID, SetAside]] = defaultdict(dict)
    for row in set_aside:
        aside[row.cause][row.thing] = row
    hidden = [
        Hidden(cause, one.pk, by)
        for cause in causes
        for one in found[cause.key]
        if (by := aside[cause.key].get(one.pk)) and (by.until or by.since == one.since)
    ]
    left_out = {(each.cause.key, each.pk) for each in hidden}
    shown = {key: [one for one in rows if (key, one.pk) not in left_out] for key, rows in found.items()}
    return Waiting(asked, found, shown, hidden)


def _part(number: int, things: Any) -> Any:
    """The things of a cause as rows that are alike for all: (cause, pk, program, place in its order)."""
    [first, *_rest] = things.query.order_by
    has_program = any(field.name == "program" for field in things.model._meta.fields)
    columns = {
        "_cause": Value(number),
        "_program": F("program") if has_program else Value(None, UUIDField()),
        "_at": Cast(F(first), DateTimeField()),
    }
    return things.order_by().annotate(**columns).values_list("_cause", "pk", "_program", "_at")


def counted(desk: Desk, also: Iterable[QuerySet[Any]] = ()) -> int:
    """How many decisions the inbox has; what is there for information is none."""
    shown = waiting(desk, [cause for cause in CAUSES if not cause.for_information], also).shown
    return sum(len(rows) for rows in shown.values())


def groups(desk: Desk, found: Waiting) -> tuple[list[dict[str, Any]], list[AsideRow]]:
    """Every cause that holds for somebody, in order, with its rows, oldest first, and how many there are: `count` as
    the heading says it, `total` in full. What was set aside is left out of them, and comes by itself, the newest
    first."""
    first = {key: [one.pk for one in rows[:SHOWN]] for key, rows in found.shown.items()}
    things = _things(desk, found, first)
    groups = []
    for cause in CAUSES:
        rows = [(pk, things[cause.key, pk]) for pk in first.get(cause.key, []) if (cause.key, pk) in things]
        if rows:
            total = len(found.shown[cause.key])
            groups.append({
                "cause": cause,
                "rows": [_row(cause, thing, desk) for _pk, thing in rows],
                "count": f"{SHOWN}+" if total > SHOWN else total,
                "total": total,
                "together": _together(cause, found.shown[cause.key], [thing for _pk, thing in rows]),
            })  # fmt: skip
    hidden = sorted(found.hidden, key=lambda each: each.by.at, reverse=True)
    return groups, [_aside_row(each, things, desk) for each in hidden if (each.cause.key, each.pk) in things]


Things = dict[tuple[str, UUID], Any]


def _things(desk: Desk, found: Waiting, first: dict[str, list[UUID]]) -> Things:
    """What the page says something of, by cause and key: one question."""
    wanted: dict[Any, list[tuple[str, UUID]]] = defaultdict(list)
    told = [*((key, pk) for key, keys in first.items() for pk in keys), *((e.cause.key, e.pk) for e in found.hidden)]
    for key, pk in told:
        wanted[found.asked[key].model].append((key, pk))
    asked = []
    for model, some in wanted.items():
        rows = TOGETHER[model](desk) if model in TOGETHER else found.asked[some[0][0]]
        asked.append((some, rows.order_by().filter(pk__in={pk for _key, pk in some})))
    fetch(*(rows for _some, rows in asked))
    things: Things = {}
    for some, rows in asked:
        by_pk = {thing.pk: thing for thing in rows}
        things |= {(key, pk): by_pk[pk] for key, pk in some if pk in by_pk}
    return things


def _aside_row(hidden: Hidden, things: Things, desk: Desk) -> AsideRow:
    cause, pk, kept = hidden
    row = cause.row_of(things[cause.key, pk], desk)
    words = _("Until %(day)s, by %(name)s.") if kept.until else _("Not a problem, says %(name)s.")
    facts = {"name": kept.by.name, "day": day(kept.until, desk.today) if kept.until else ""}
    return AsideRow(row.who, row.url, cause.heading, words % facts, reverse("desk:take_back", args=[pk, cause.key]))


def _together(cause: Cause, waiters: list[Waiter], things: list[Any]) -> list[dict[str, Any]]:
    """The acts for all rows of a cause, of one program at a time, where there are several."""
    if not cause.together or len(waiters) < 2:
        return []
    programs = {thing.program_id: thing.program for thing in things}
    of = {pk: [str(one.pk) for one in waiters[:AT_ONCE] if one.program == pk] for pk in programs}
    beyond = {pk: sum(one.program == pk for one in waiters) - len(of[pk]) for pk in programs}
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
    shown = {key: {one.pk for one in rows} for key, rows in waiting(desk).shown.items()}
    return [
        (cause, cause.row_of(thing, desk))
        for cause in CAUSES
        if shown.get(cause.key)
        for thing in cause.find(desk)
        if thing.pk in shown[cause.key]
    ]


def _row(cause: Cause, thing: Any, desk: Desk) -> Row:
    row = cause.row_of(thing, desk)
    return replace(row, aside_url=reverse("desk:set_aside", args=[thing.pk, cause.key])) if cause.may_wait else row
