"""The sessions of a pair as pages read them: each one for its workspace, what is planned and counted for a home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from django.db.models import CharField, Count, Max, Q
from django.db.models.functions import Cast

from people.models import User
from relationships import rules
from relationships.querysets import UNDER_WAY

if TYPE_CHECKING:
    from relationships.models import Relationship, Session

BEGUN = ("planned", "held", "unknown")


@dataclass(frozen=True)
class ToConfirm:
    """What the other half logged and one has not said yes to: how many, and since when the latest. Of a single one the
    id and the length too; of more those are of any."""

    count: int
    id: UUID
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Tally:
    """What a home says of the sessions of a pair that are not planned; `to_confirm` is for who asked."""

    held: int = 0
    last_held: datetime | None = None
    have_begun: bool = False
    to_confirm: ToConfirm | None = None


class Sessions:
    """The sessions of one pair, the oldest first."""

    def __init__(self, pair: Relationship, rows: list[Session]) -> None:
        self.pair, self.rows = pair, rows

    def coming(self, now: datetime) -> list[Session]:
        """As `SessionQuerySet.coming`: planned and not over, the next one first."""
        if not self.pair.is_open:
            return []
        return [row for row in self.rows if row.status == "planned" and row.starts_at > now - UNDER_WAY]

    def to_log(self, now: datetime) -> list[Session]:
        """As `SessionQuerySet.to_log`: begun, and nobody has said how it was; the latest first."""
        return [row for row in reversed(self.rows) if row.status in {"planned", "unknown"} and row.starts_at <= now]

    @property
    def held(self) -> list[Session]:
        return [row for row in self.rows if row.status == "held"]

    def tally(self, me: User) -> Tally:
        """As a home has it counted."""
        held = self.held
        waiting = [row for row in held if rules.waits_for_yes(me, row)]
        return Tally(
            held=len(held),
            last_held=held[-1].starts_at if held else None,
            have_begun=any(row.status in BEGUN for row in self.rows),
            to_confirm=_latest_of(waiting),
        )


def _latest_of(waiting: list[Session]) -> ToConfirm | None:
    if not waiting:
        return None
    latest = waiting[-1]
    return ToConfirm(len(waiting), latest.pk, latest.starts_at, latest.minutes)


class Counted(Sessions):
    """What is planned, and the tally of the rest: a home of many pairs would read thousands of rows to say so much."""

    def __init__(self, pair: Relationship, planned: list[Session], tally: Tally) -> None:
        super().__init__(pair, planned)
        self._tally = tally

    @property
    def held(self) -> NoReturn:
        raise LookupError("a home has read no session that was held")

    def tally(self, me: User) -> Tally:
        return self._tally


def counted(pairs: Iterable[Relationship], me: User) -> Any:
    """A row for each of these pairs that has sessions, for `tally_of`."""
    from relationships.models import Session

    held = Q(status="held")
    waiting = held & Q(logged_at__isnull=False, confirmed_at__isnull=True) & ~Q(logged_by=me)
    found = Session.objects.filter(relationship__in=pairs).order_by().values("relationship_id")
    return found.annotate(
        n=Count("pk", filter=held),
        last_held=Max("starts_at", filter=held),
        begun=Count("pk", filter=Q(status__in=BEGUN)),
        waiting=Count("pk", filter=waiting),
        # Of a single one that waits these are its own.
        starts_at=Max("starts_at", filter=waiting),
        minutes=Max("minutes", filter=waiting),
        one=Max(Cast("pk", CharField()), filter=waiting),
    )


def tally_of(row: dict[str, Any]) -> Tally:
    """What a row of `counted` says."""
    waiting = None
    if row["waiting"]:
        waiting = ToConfirm(row["waiting"], UUID(row["one"]), row["starts_at"], row["minutes"])
    return Tally(held=row["n"], last_held=row["last_held"], have_begun=row["begun"] > 0, to_confirm=waiting)
