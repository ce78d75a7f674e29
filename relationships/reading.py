"""What a page reads of a pair: each table once, and the rest is said of the rows in memory.

A page of one pair, and a home with many, show the same sessions in five places. The functions here are the Python
halves of the querysets of the same names; verbs never use them, they ask the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, QuerySet

from core.prepared import prepared
from people.models import User
from relationships.querysets import UNDER_WAY
from relationships.read_sessions import Counted, Sessions, Tally, counted, tally_of

if TYPE_CHECKING:
    from relationships.models import ActionItem, AgendaItem, Agreement, Relationship, Session, Signature


class Reading:
    """The rows of one pair, each kind asked for when a page first wants it."""

    def __init__(self, pair: Relationship) -> None:
        self.pair = pair
        self._kept: dict[str, Any] = {}

    @cached_property
    def sessions(self) -> Sessions:
        rows = self._rows("sessions")
        _name_who(rows)
        return Sessions(self.pair, rows)

    @cached_property
    def agenda(self) -> list[AgendaItem]:
        """What stands in any layer; of the session's only what is still to talk about."""
        return self._rows("agenda")

    @cached_property
    def actions(self) -> list[ActionItem]:
        """What was not removed, done or not."""
        return self._rows("actions")

    @cached_property
    def signatures(self) -> list[Signature]:
        """Those of the agreement in force, which comes with them; none where nothing is in force."""
        found: list[Signature] = list(_signatures(self.pair.pk))
        for signature in found:
            signature.agreement.relationship = self.pair
        return found

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force: every party has signed it."""
        return self.signatures[0].agreement if self.signatures else None

    def keep(self, name: str, read: Callable[[], Any]) -> Any:
        """What a higher floor has read of the pair: `read` is asked once for a page."""
        if name not in self._kept:
            self._kept[name] = read()
        return self._kept[name]

    def waiting_lines(self, now: datetime) -> list[AgendaItem]:
        """As `AgendaQuerySet.waiting_lines`: the agenda of the next session."""
        return [line for line in self._of_session() if not _is_put_off(line, now)]

    def put_off(self, now: datetime) -> list[AgendaItem]:
        """As `AgendaQuerySet.put_off`: suggestions that skip the next session."""
        return [line for line in self._of_session() if line.status == "suggested" and _is_put_off(line, now)]

    def late_steps(self, today: date) -> list[AgendaItem]:
        """Steps of the plan whose day has gone by, the longest ago first."""
        steps = [line for line in self.agenda if line.layer == "plan" and line.status == "on"]
        late = [(line.on_day, line.pk, line) for line in steps if line.on_day is not None and line.on_day < today]
        return [line for _day, _pk, line in sorted(late)]

    def _of_session(self) -> list[AgendaItem]:
        return [line for line in self.agenda if line.layer == "session"]

    def _rows(self, table: str) -> list[Any]:
        rows = list(_of_one(self.pair.pk, table))
        for row in rows:
            row.relationship = self.pair  # known already
        return rows


class Ahead:
    """What a home reads of many pairs: of some tables (the names of `Reading`) all rows, of sessions what is planned
    and how the others sum up for `me`. A page that asks for more besides asks `questions` at once with that, and then
    has each pair `keep` its rows."""

    def __init__(self, me: User, pairs: list[Relationship], **tables: list[Relationship]) -> None:
        self._counted = counted(pairs, me)
        self._asked = {"planned": (pairs, TABLES["planned"](relationship__in=pairs))}
        self._asked |= {table: (some, TABLES[table](relationship__in=some)) for table, some in tables.items()}

    @property
    def questions(self) -> list[QuerySet[Any]]:
        return [self._counted, *(question for _pairs, question in self._asked.values())]

    def keep(self) -> None:
        tallies = {row["relationship_id"]: tally_of(row) for row in self._counted}
        for table, (pairs, question) in self._asked.items():
            found: dict[Any, list[Any]] = {pair.pk: [] for pair in pairs}
            for row in question:
                found[row.relationship_id].append(row)
            for pair in pairs:
                for row in found[pair.pk]:
                    row.relationship = pair
                if table == "planned":
                    pair.read.sessions = Counted(pair, found[pair.pk], tallies.get(pair.pk, Tally()))
                else:
                    setattr(pair.read, table, found[pair.pk])


def _is_put_off(line: AgendaItem, now: datetime) -> bool:
    skips = line.after_session
    return skips is not None and skips.status == "planned" and skips.starts_at > now - UNDER_WAY


@prepared
def one_shared_with(me: User, today: date, pair: UUID) -> Any:
    """A pair as its pages name it, if `me` is one of the two and may read what they share."""
    from relationships.models import Relationship

    return Relationship.objects.shared_with(me, today).for_page().filter(pk=pair)


@prepared
def _signatures(pair: UUID) -> Any:
    from relationships.models import Signature

    counts = {"agreement__in_force_at__isnull": False, "agreement__superseded_at__isnull": True}
    return Signature.objects.filter(agreement__relationship=pair, **counts).select_related("agreement__sponsor")


def _sessions(**of: Any) -> QuerySet[Any]:
    from relationships.models import Session

    return Session.objects.filter(**of).order_by("starts_at", "id")


def _name_who(sessions: Iterable[Session]) -> None:
    """Who logged or called off a session is nearly always one of the two, whom the page has read with the pair: to join
    them to three hundred sessions would be half of the page's work. Others are asked for once."""
    unknown = []
    for row in sessions:
        known = {person.pk: person for person in (row.relationship.guide, row.relationship.learner)}
        for name in ("logged_by", "cancelled_by"):
            if (pk := getattr(row, f"{name}_id")) in known:
                setattr(row, name, known[pk])
            elif pk is not None:
                unknown.append((row, name, pk))
    if unknown:
        others = User.objects.in_bulk({pk for _row, _name, pk in unknown})
        for row, name, pk in unknown:
            setattr(row, name, others[pk])


def _agenda(**of: Any) -> QuerySet[Any]:
    from relationships.models import AgendaItem

    shown = Q(layer="session", status__in=["on", "suggested"])
    shown |= Q(status__in=["on", "done", "suggested"]) & ~Q(layer="session")
    return AgendaItem.objects.standing().filter(shown, **of).select_related("author", "after_session")


def _actions(**of: Any) -> QuerySet[Any]:
    from relationships.models import ActionItem

    return ActionItem.objects.standing().filter(**of).select_related("owner", "author")


TABLES: dict[str, Callable[..., QuerySet[Any]]] = {
    "sessions": _sessions,
    "planned": partial(_sessions, status="planned"),
    "agenda": _agenda,
    "actions": _actions,
}


@prepared
def _of_one(pair: UUID, table: str) -> Any:
    return TABLES[table](relationship=pair)
