"""Counts the pairs of one program for the page of that program."""

from __future__ import annotations

from datetime import datetime

from desk.inbox import pairs, people
from desk.inbox.entry import Desk
from people.models import User
from programs.models import Program
from programs.standing import Pairs


def pairs_of(me: User, program: Program, now: datetime) -> Pairs:
    """As the inbox counts them, of this program alone."""
    desk = Desk(me=me, programs=[program.pk], now=now)
    return Pairs(under_way=pairs.under_way(desk).count(), alone=people.alone(desk).count())
