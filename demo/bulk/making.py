"""Makes a full organization: its people by the import, its programs by their verbs, the rest as rows."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from core.clock import moved_to
from core.models import AuditEvent
from demo import growing, life
from demo.bulk.dealing import Deal, Dealer, Guide
from demo.bulk.pairs import Place
from demo.bulk.people import Joining
from demo.bulk.rows import Ledger
from demo.bulk.sides import COACHING, MENTORING, SHARE_OF_COACHING, Side
from demo.diary import Diary
from demo.life import Life
from demo.organization import Organization
from demo.taking_part import Round, set_up
from nudges.models import Nudge, State
from nudges.noticing import notice

FOUNDED, SINCE = -life.HISTORY - 90, -life.HISTORY - 60
TELLS_APART = 23  # pairs of one program differ in small things by a number
Say = Callable[[str], None]


@dataclass
class Full:
    """One organization in the making. The same seed and moment make the same organization."""

    now: datetime
    people: int
    relationships: int
    sessions: int
    seed: int
    say: Say

    def make(self) -> dict[str, int]:
        """All of it or nothing → rows by table. Raises TooFew and ValueError where the numbers do not fit."""
        self.rng = random.Random(self.seed)
        self.diary = Diary(self.now)
        with transaction.atomic():
            self.ledger = Ledger(self.rng)
            self.found()
            self.joining = Joining(self.ledger, self.org, self.diary, self.rng)
            coached = round(self.relationships * SHARE_OF_COACHING)
            lives = COACHING.lives(self.rng, coached, self.sessions)
            left = self.sessions - sum(len(each.meetings) for each in lives)
            self.run(COACHING, lives)
            self.run(MENTORING, MENTORING.lives(self.rng, self.relationships - coached, left))
            self.say("Writing the audit …")
            self.joining.finish()
            counts = self.ledger.finish()
        self.say("Looking what the sweeps would have told by now …")
        settle(self.now)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return {**counts, "people.User": self.people, AuditEvent._meta.label: AuditEvent.objects.count()}

    def found(self) -> None:
        self.say(f"Bringing in {self.people:,} people …")
        rows = growing.rows(self.now.date(), self.people, self.rng)
        self.diary.now = self.diary.at(FOUNDED)
        self.org = Organization(self.diary.now, rows, growing.NOBODYS_DOMAIN)
        with moved_to(self.diary.now):
            self.org.found()
        self.dealer = Dealer(self.rng, list(self.org.people.values()))

    def run(self, side: Side, lives: list[Life]) -> None:
        """Every program of one kind."""
        for name, some in side.shared(self.rng, lives):
            self.say(f"{name}: {len(some):,} pairs …")
            self.diary.now = self.diary.at(SINCE)
            with moved_to(self.diary.now):
                it = set_up(self.diary, self.org, name, side.kind, side.purpose, since=SINCE, **side.fields)
            self.write(it, side, *self.dealer.deal(side.kind, some))
            self.ledger.flush()

    def write(self, it: Round, side: Side, deals: list[Deal], guides: list[Guide]) -> None:
        """One program with everybody in it."""
        for number, guide in enumerate(guides):
            self.joining.as_guide(it, guide, side.guide_says(number))
        for number, deal in enumerate(deals):
            words = side.words[number % len(side.words)]
            enrollment = self.joining.as_learner(it, deal.learner, deal.life.begins, words)
            place = Place(it.program, deal.guide.person, deal.learner, deal.place, enrollment, (words.wants, words.how))
            duo = side.duo(it, place, number % TELLS_APART, words)
            self.diary.now = self.diary.at(deal.life.begins, 9, number % 60)
            duo.propose(self.ledger, it.admin.pk)
            duo.play(duo.live(deal.life))
        self.joining.waiting(
            it, side.words, {deal.learner.pk for deal in deals} | {guide.person.pk for guide in guides}
        )


def settle(now: datetime) -> None:
    """What the sweeps would have told until now counts as told, so that the first sweep has a day's work and not that
    of years."""
    for until in (now - timedelta(days=1), now):
        notice(until)
        due = Nudge.objects.filter(noticed_at=until, due_at__lte=now, state=State.PENDING)
        due.update(state=State.SENT, sent_at=F("due_at"))
