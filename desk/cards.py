"""One card for each pair on a home: what comes next, its agenda, what is to do. The same few queries for any number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core import wording
from core.clock import day_of
from desk import headings
from goals.panels import AimsInShort
from people.models import User
from relationships import kinds, rules
from relationships.models import ActionItem, AgendaItem, Relationship, Session
from relationships.panels import JOINABLE_BEFORE

SHOWN = 3


@dataclass(frozen=True)
class Step:
    """An open action on a card, and whether this person may tick it."""

    item: ActionItem
    is_mine: bool
    may_tick: bool


@dataclass
class Card:
    """What the home of one half shows of a pair."""

    pair: Relationship
    heading: str
    other: User
    next: Session | None
    is_lead: bool
    is_starting: bool = False
    lines: list[AgendaItem] = field(default_factory=list)
    first_line: AgendaItem | None = None
    asks_first_line: bool = False
    actions: list[Step] = field(default_factory=list)
    aims: AimsInShort | None = None

    facts: list[str] = field(default_factory=list)

    @property
    def words(self) -> dict[str, Any]:
        return self.pair.words


def cards(me: User, pairs: list[Relationship], aims: Mapping[Any, AimsInShort], now: datetime) -> list[Card]:
    """A card for each of these pairs under way, the nearest session first; agenda and actions are read ahead."""
    made = [_card(me, pair, aims.get(pair.pk), now) for pair in pairs]
    return sorted(made, key=lambda card: (card.next is None, card.next.starts_at if card.next else now))


def _card(me: User, pair: Relationship, aims: AimsInShort | None, now: datetime) -> Card:
    kind = kinds.of(pair.kind)
    role = pair.role_of(me)
    coming = next(iter(pair.read.sessions.coming(now)), None)
    lines = pair.read.waiting_lines(now)
    actions = [item for item in pair.read.actions if item.done_at is None]
    return Card(
        pair=pair,
        heading=headings.heading(me, pair),
        other=pair.other(me),
        next=coming,
        is_lead=role == kind.LAYER_OWNER["session"],
        is_starting=coming is not None and coming.starts_at <= now + JOINABLE_BEFORE,
        lines=[line for line in lines if not line.is_first_line and line.status == "on"],
        first_line=next((line for line in lines if line.is_first_line), None),
        asks_first_line=kind.FIRST_LINE_OWNER is not None and role == kind.FIRST_LINE_OWNER,
        actions=[
            Step(item, item.owner_id == me.pk, rules.may_write_action(me, pair, item)) for item in actions[:SHOWN]
        ],
        aims=aims,
        facts=_facts(me, pair, coming, now),
    )


def _facts(me: User, pair: Relationship, coming: Session | None, now: datetime) -> list[str]:
    """Since when, last time, how often; the card says how often by itself where nothing is planned."""
    today = day_of(now, me.time_zone)
    since = wording.short_day(day_of(pair.proposed_at, me.time_zone), today)
    found = [_("since %(day)s") % {"day": since}]
    if last := pair.read.sessions.tally(me).last_held:
        found.append(headings.last_met(pair, day_of(last, me.time_zone), today))
    if coming is not None:
        found.append(_("about %(often)s") % {"often": wording.every(pair.cadence_days)})
    return found
