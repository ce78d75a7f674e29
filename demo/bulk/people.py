"""Those who take part: their profiles, applications and places as rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from demo.bulk.dealing import Guide
from demo.bulk.rows import Ledger, Row
from demo.bulk.sides import Words
from demo.diary import Diary
from demo.mentoring_words import Path
from demo.organization import Organization, grade_of, skills_of
from demo.taking_part import Round
from people.models import PersonSkill, Skill, User
from programs.models import Application, Enrollment

APPLY_BEFORE = (6, 25)  # days before the proposal
WAITING = 0.05  # of the people of a program, those who applied lately and have no pair
WHAT_NEXT = {"applied": 0.6, "waitlisted": 0.25, "declined": 0.15}


class Joining:
    """Collects who takes part; the rows of enrollments are written last, because a pair that ends changes them."""

    def __init__(self, ledger: Ledger, org: Organization, diary: Diary, rng: random.Random) -> None:
        self.ledger, self.org, self.diary, self.rng = ledger, org, diary, rng
        self.enrollments: list[Row] = []
        self.skills = {skill.name.lower(): skill.pk for skill in Skill.objects.all()}
        self.known: dict[Any, User] = {}

    def as_guide(self, it: Round, guide: Guide, texts: dict[str, str]) -> None:
        self._enroll(it, guide.person, "guide", self._moment(guide.first), texts, places=len(guide.free))

    def as_learner(self, it: Round, person: User, begins: int, words: Words) -> Row:
        return self._enroll(it, person, "learner", self._moment(begins), _texts(words))

    def _moment(self, begins: int) -> datetime:
        return self.diary.at(
            begins - self.rng.randint(*APPLY_BEFORE), 7 + self.rng.randrange(9), self.rng.randrange(60)
        )

    def waiting(self, it: Round, words: Sequence[Words], busy: set[UUID]) -> None:
        """Who applied in the last days and waits."""
        free = [person for person in self.org.people.values() if person.pk not in busy]
        for number, person in enumerate(self.rng.sample(free, min(len(free), round(len(busy) * WAITING)))):
            at = self.diary.at(-self.rng.randint(3, 10), 8, number % 60)
            status = self.rng.choices(list(WHAT_NEXT), list(WHAT_NEXT.values()))[0]
            self._enroll(it, person, "learner", at, _texts(words[number % len(words)]), status=status)

    def _enroll(
        self, it: Round, person: User, role: str, at: datetime, texts: dict[str, str], *, status: str = "accepted",
        places: int | None = None,
    ) -> Row:  # fmt: skip
        """Written, sent, decided on two days later: as `programs/applying.py` does it."""
        self._tell_of(person, at)
        row: Row = {
            "id": self.ledger.keys.at(at), "program_id": it.program.pk, "person_id": person.pk, "role": role,
            "status": status, "places": places, "applied_at": at, "created_at": at,
        }  # fmt: skip
        self.enrollments.append(row)
        self.ledger.add(Application, {
            "id": self.ledger.keys.at(at), "enrollment_id": row["id"], "read_who_sees_what_at": at, **texts,
        })  # fmt: skip
        thing, decided = (Enrollment, row["id"]), at + timedelta(days=2)
        self.ledger.note("enrollment.write", thing, person.pk, at, it.program.pk)
        self.ledger.note("enrollment.send", thing, person.pk, at, it.program.pk)
        verb = {"accepted": "accept", "waitlisted": "waitlist", "declined": "decline"}.get(status)
        if verb:
            row |= {"accepted": {"accepted_at": decided}, "waitlisted": {"waitlisted_at": decided}}.get(status, {})
            self.ledger.note(f"enrollment.{verb}", thing, it.admin.pk, decided, it.program.pk)
        return row

    def _tell_of(self, person: User, at: datetime) -> None:
        """The profile, once."""
        if person.pk in self.known:
            return
        offers, wants = skills_of(person, len(self.known))
        self.known[person.pk] = person
        person.profession, person.grade = person.department, grade_of(person)
        for direction, names in (("offered", offers), ("wanted", wants)):
            for name in dict.fromkeys(names):
                skill = {"skill_id": self._skill(name, at), "person_id": person.pk, "direction": direction}
                self.ledger.add(PersonSkill, {"id": self.ledger.keys.at(at), **skill})
        self.ledger.note("person.edit_profile", (User, person.pk), person.pk, at, None)
        self.ledger.note("person.set_work", (User, person.pk), None, at, None)

    def _skill(self, name: str, at: datetime) -> Any:
        if name.lower() not in self.skills:
            self.skills[name.lower()] = self.ledger.keys.at(at)
            self.ledger.add(Skill, {"id": self.skills[name.lower()], "name": name})
        return self.skills[name.lower()]

    def finish(self) -> None:
        for row in self.enrollments:
            self.ledger.add(Enrollment, row)
        User.objects.bulk_update(self.known.values(), ["profession", "grade"], batch_size=500)


def _texts(words: Words) -> dict[str, str]:
    aspired = {"aspired_role": words.aspired_role} if isinstance(words, Path) else {}
    return {"wants": words.wants, "how": words.how, **aspired}
