"""One card for each pair on a home: what comes next, its agenda, what is to do. The same few queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from desk import headings
from people.models import User
from relationships import kinds
from relationships.models import ActionItem, AgendaItem, Relationship, Session

JOINABLE_BEFORE = timedelta(minutes=15)
SHOWN = 3


@dataclass
class Card:
    """What the home of one half shows of a pair."""

    pair: Relationship
    heading: str
    other: User
    next: Session | None
    last_held: datetime | None
    is_lead: bool
    is_starting: bool = False
    lines: list[AgendaItem] = field(default_factory=list)
    first_line: AgendaItem | None = None
    asks_first_line: bool = False
    actions: list[ActionItem] = field(default_factory=list)

    @property
    def words(self) -> dict[str, Any]:
        return self.pair.words


def cards(me: User, pairs: list[Relationship], now: datetime) -> list[Card]:
    """A card for each pair that is under way, the nearest session first."""
    under_way = [pair for pair in pairs if pair.status != "proposed"]
    coming = _first_by_pair(Session.objects.visible_to(me).coming(now).filter(relationship__in=under_way))
    held = Session.objects.visible_to(me).held().filter(relationship__in=under_way).order_by()
    last = dict(held.values("relationship_id").annotate(last=Max("starts_at")).values_list("relationship_id", "last"))
    lines = _by_pair(AgendaItem.objects.visible_to(me).waiting_lines(now).filter(relationship__in=under_way))
    actions = _by_pair(
        ActionItem.objects.visible_to(me).open().filter(relationship__in=under_way).select_related("owner")
    )
    made = [
        _card(me, pair, coming.get(pair.pk), last.get(pair.pk), lines[pair.pk], actions[pair.pk], now)
        for pair in under_way
    ]
    return sorted(made, key=lambda card: (card.next is None, card.next.starts_at if card.next else now))


def _card(
    me: User,
    pair: Relationship,
    coming: Session | None,
    last: datetime | None,
    lines: list[AgendaItem],
    actions: list[ActionItem],
    now: datetime,
) -> Card:
    kind = kinds.of(pair.kind)
    role = pair.role_of(me)
    return Card(
        pair=pair,
        heading=headings.heading(me, pair),
        other=pair.other(me),
        next=coming,
        last_held=last,
        is_lead=role == kind.LAYER_OWNER["session"],
        is_starting=coming is not None and coming.starts_at <= now + JOINABLE_BEFORE,
        lines=[line for line in lines if not line.is_first_line and line.status == "on"],
        first_line=next((line for line in lines if line.is_first_line), None),
        asks_first_line=kind.FIRST_LINE_OWNER is not None and role == kind.FIRST_LINE_OWNER,
        actions=actions[:SHOWN],
    )


def _first_by_pair(rows: Iterable[Session]) -> dict[Any, Session]:
    found: dict[Any, Session] = {}
    for row in rows:
        found.setdefault(row.relationship_id, row)
    return found


def _by_pair(rows: Iterable[Any]) -> defaultdict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.relationship_id].append(row)
    return found
