"""The two programs: set up, opened, applied for, decided on, paired, published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from demo.diary import Diary, Scene
from demo.organization import GRADES, Organization
from pairing import deciding, publishing
from pairing import running as pairing
from people.models import User
from programs import applying, running
from programs.models import Enrollment, Program
from relationships.models import Relationship

FIRST_DAY = -56  # eight weeks in


def key_of(person: User) -> str:
    """The word before the @, by which the story calls somebody."""
    return str(person.email).partition("@")[0]


@dataclass
class Round:
    """One program on its way. `pairs` grows as pairs are published."""

    diary: Diary
    org: Organization
    program: Program
    pairs: list[Relationship] = field(default_factory=list)

    @property
    def admin(self) -> User:
        return self.org["maya.lindqvist"]

    def apply(self, person: User, role: str, day: int, *, accept: int | None = None, **answers: Any) -> Scene:
        """Somebody applies on a day; so many days later Maya takes them in (never, if None)."""
        yield self.diary.at(day, 7 + len(person.name) % 9, len(person.department) * 3 % 60)
        now = self.diary.now
        enrollment = applying.write(self.program, role, by=person, now=now, read_who_sees_what_at=now, **answers)
        applying.send(enrollment, by=person, now=now)
        if accept is not None:
            yield self.diary.at(day + accept, 14)
            applying.accept(enrollment, by=self.admin, now=self.diary.now)

    def pair(self, by_hand: Mapping[str, str]) -> list[Relationship]:
        """A run, the pairs that Maya fixes by hand (learner → guide), a second run, publishing."""
        now = self.diary.now
        run = pairing.pair_now(self.program, by=self.admin, now=now)
        for learner, guide in by_hand.items():
            one, other = self.enrolled(learner, "learner"), self.enrolled(guide, "guide")
            deciding.pair_by_hand(run, one, other, by=self.admin, now=now)
        if by_hand:
            run = pairing.pair_now(self.program, by=self.admin, now=now + timedelta(minutes=5))
        found = publishing.publish(run, by=self.admin, now=now + timedelta(minutes=20)).pairs
        self.pairs += found
        return found

    def withdraw(self, person: User) -> None:
        """Whoever is done, or ended it, does not look for somebody new."""
        applying.withdraw(self.enrolled(key_of(person), "learner"), by=person, now=self.diary.now)

    def enrolled(self, key: str, role: str) -> Enrollment:
        return Enrollment.objects.get(program=self.program, person=self.org[key], role=role)


def set_up(
    diary: Diary, org: Organization, name: str, kind: str, purpose: str, *, since: int = FIRST_DAY, **fields: Any
) -> Round:
    """A program that is open, with everything that opening asks for."""
    admin, now = org["maya.lindqvist"], diary.now
    program = running.create(name, kind, by=org["sam.whitlock"], admin=admin, now=now, **fields)
    running.edit(
        program, by=admin, now=now, purpose=purpose, help_contact=org["noor.haddad"],
        data_contact="privacy@tidewater.example", starts_on=diary.day(since), ends_on=diary.day(FIRST_DAY + 400),
        grade_order=list(GRADES),
    )  # fmt: skip
    running.open_for_applications(program, by=admin, now=now)
    return Round(diary, org, program)
