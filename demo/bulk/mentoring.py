"""The steps of a mentoring as rows."""

from __future__ import annotations

import json
from datetime import date, timedelta

from core.clock import day_of
from demo.bulk.pairs import InBulk
from demo.mentoring import Mentoring, answers
from goals.models import Aim, MentoringIntent, Strategy
from people.models import User
from relationships.rules import day_of_both
from relationships.sweeping import FIRST_ON_EARTH
from surveys.instruments import TRUST
from surveys.models import Answer, Round
from surveys.rounds import OPEN_DAYS, days_of_rounds


class MentoringInBulk(InBulk, Mentoring):
    def write_aim(self) -> None:
        path, by = self.path, self.learner
        self.intent = self.new(
            MentoringIntent, relationship_id=self.row["id"], created_by_id=by.pk, created_at=self.now
        )
        self.aim_row = self.new(
            Aim, intent_id=self.intent["id"], number=1, sentence=path.aim.strip(), written_by_id=by.pk,
            written_at=self.now, learner_agreed_at=self.now, **{f"for_{name}": True for name in path.horizons},
        )  # fmt: skip
        for position, text in enumerate(path.ways):
            self.new(Strategy, aim_id=self.aim_row["id"], position=position, text=text)
        self.audit("aim.write", MentoringIntent, self.intent, by.pk)

    def agree_to_aim(self) -> None:
        self.aim_row["guide_agreed_at"] = self.now
        self.audit("aim.agree", MentoringIntent, self.intent, self.guide.pk)

    def check_in(self, *, by: User, after_days: int, alike: bool = True, level: int = 4) -> None:
        self._open_rounds(day_of(self.now, FIRST_ON_EARTH))
        asked = self.rounds[-1] if self.rounds else None
        if asked is None or not asked["opens_on"] <= self.now.date() <= asked["closes_on"]:
            return
        row = self.new(
            Answer, round_id=asked["id"], person_id=by.pk, sealed=json.dumps(answers(level)), show_alike=alike,
            at=self.now + timedelta(minutes=after_days),
        )  # fmt: skip
        self.audit("check_in.answer", Answer, row, None)

    def wrap_up(self) -> None:
        """Rounds that nobody answered were opened all the same, as long as the two worked together."""
        today = day_of(self.diary.end, FIRST_ON_EARTH)
        if self.row["status"] not in self.kind.WORKING:
            today = day_of(self.changed_at, FIRST_ON_EARTH)
        self._open_rounds(today)

    def _open_rounds(self, today: date) -> None:
        """What the sweep does every day."""
        held = [row["starts_at"] for row in self.sessions.values() if row["status"] == "held"]
        if not held:
            return
        first = day_of_both(min(held), self.guide, self.learner)
        for number, day in days_of_rounds(first, self.place_of.program.check_in_days, today):
            if number > len(self.rounds):
                closes = day + timedelta(days=OPEN_DAYS)
                self.rounds.append(self.new(
                    Round, relationship_id=self.row["id"], instrument=TRUST.key, version=TRUST.version, number=number,
                    opens_on=day, closes_on=closes,
                ))  # fmt: skip
