"""Counts the pairs of one program for the page of that program."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from desk.inbox import pairs, people
from desk.inbox.entry import Desk
from people.models import User
from programs.models import Program
from programs.standing import Pairs


def pairs_of(me: User, program: Program, now: datetime) -> Pairs:
    """As the inbox counts them, of this program alone."""
    desk = Desk(me=me, programs=[program.pk], now=now)
    counts = {"under_way": _number(pairs.under_way(desk)), "alone": _number(people.alone(desk))}
    return Pairs(**Program.objects.filter(pk=program.pk).values(**counts).get())


def _number(rows: Any) -> Coalesce:
    """How many rows of one program, as a column of another query."""
    return Coalesce(Subquery(rows.order_by().values("program").annotate(n=Count("pk")).values("n")), 0)
