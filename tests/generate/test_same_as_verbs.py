"""What is written in bulk is what the verbs would have written: the same lives, played both ways, row by row."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction

from core.clock import day_of, moved_to
from core.fields import encrypted_fields
from core.models import AuditEvent
from demo import life
from demo.bulk.coaching import CoachingInBulk
from demo.bulk.mentoring import MentoringInBulk
from demo.bulk.pairs import InBulk, Place
from demo.bulk.rows import Ledger
from demo.coaching import Coaching
from demo.coaching_words import THEMES
from demo.diary import Diary
from demo.life import Life
from demo.living import Living
from demo.mentoring import Mentoring
from demo.mentoring_words import PATHS
from demo.taking_part import Round
from nudges.models import Nudge
from people.models import User
from programs.models import Application, Enrollment, Program
from relationships import proposing
from relationships.sweeping import FIRST_ON_EARTH
from surveys.rounds import open_due
from tests.make import NOW, make_enrollment, make_person, make_program

Rows = Counter[str]
NOON = 12
APPS = {"relationships", "goals", "notes", "surveys"}
# Mails follow from sweeps; `tests/generate/test_full.py` looks at them.
NOT_OF_A_PAIR = {User, Program, Enrollment, Application, Nudge}


def snapshot(since: int) -> Rows:
    """Every row of every table, opened, with keys replaced by what the row is."""
    tables = [model for model in apps.get_models() if model._meta.app_label in APPS and model not in NOT_OF_A_PAIR]
    rows = [row for model in tables if not model._meta.proxy for row in model._base_manager.all()]
    keys = [(str(row.pk), label_of(row, {})) for row in rows]
    known = dict(keys)
    known = {pk: label_of(row, known) for (pk, _label), row in zip(keys, rows, strict=True)}
    events = AuditEvent.objects.filter(number__gt=since)
    trail = [(e.at, e.verb, e.object_type, known.get(str(e.object_id), e.object_id), *by_and_where(e)) for e in events]
    enrollments = [f"{row.person_id} {row.status}" for row in Enrollment.objects.all()]
    return Counter([*known.values(), *map(str, trail), *enrollments])


def by_and_where(event: AuditEvent) -> tuple[UUID | None, UUID | None]:
    return event.actor_id, event.program_id


def label_of(row: models.Model, known: dict[str, str]) -> str:
    """A row in words: its fields with the keys of others as they are known."""
    found = []
    for field in row._meta.concrete_fields:
        if not field.primary_key:
            value = getattr(row, field.attname)
            found.append(f"{field.attname}={known.get(str(value), '?') if is_pair_key(field) and value else value!r}")
    assert all(getattr(row, field.attname) is not None for field in encrypted_fields(type(row)) if not field.null)
    return f"{type(row).__name__}({', '.join(found)})"


def is_pair_key(field: Any) -> bool:
    related = field.related_model
    return related is not None and related._meta.app_label in APPS


class Two:
    """Two people who take part in a program."""

    def __init__(self, kind: str) -> None:
        fields = {"weeks": 52} if kind == "coaching" else {}
        far = {"starts_on": NOW.date() - timedelta(days=4000), "ends_on": NOW.date() + timedelta(days=500)}
        self.admin = make_person("Maya")
        self.program = make_program(kind, admin=self.admin, **far, **fields)
        self.guide = make_person("Ada", time_zone="America/New_York")
        self.learner = make_person("Bo", time_zone="Pacific/Fiji")
        make_enrollment(self.program, self.guide, "guide")
        enrollment = make_enrollment(self.program, self.learner, "learner")
        self.enrollment: dict[str, Any] = {"id": enrollment.pk, "status": "accepted"}
        self.round = Round(Diary(NOW), Org({"maya.lindqvist": self.admin}), self.program)  # type: ignore[arg-type]
        self.round.enrolled = lambda key, role: Enrollment.objects.get(pk=enrollment.pk)  # type: ignore[method-assign]


class Org(dict[str, User]):
    """Enough of an organization for a round."""


def by_verbs(two: Two, drawn: Life, number: int) -> None:
    diary = two.round.diary
    diary.now = diary.at(drawn.begins, 9)
    with moved_to(diary.now):
        pair = proposing.propose(two.program, two.guide, two.learner, by=two.admin, now=diary.now)
    kinds: dict[str, Callable[[], Living]] = {
        "coaching": lambda: Coaching(two.round, pair, number, THEMES[number]),
        "mentoring": lambda: Mentoring(two.round, pair, number, PATHS[number]),
    }
    diary.add(kinds[two.program.kind]().live(drawn))
    if two.program.kind == "mentoring" and drawn.meetings:
        diary.play(open_every_other_day, diary.now)
    else:
        diary.play(lambda now: None, diary.now)
    open_due(day_of(diary.end, FIRST_ON_EARTH))


def open_every_other_day(now: datetime) -> None:
    """What the sweep does for check-ins; a round is open for 14 days, and answered after three."""
    if now.toordinal() % 2 and now.hour < NOON:
        open_due(day_of(now, FIRST_ON_EARTH))


def in_bulk(two: Two, drawn: Life, number: int) -> None:
    ledger, diary = Ledger(random.Random(1)), two.round.diary
    place = Place(two.program, two.guide, two.learner, 1, two.enrollment, ("To lead a team", "By talking it through"))
    kinds: dict[str, Callable[[], InBulk]] = {
        "coaching": lambda: CoachingInBulk(two.round, place, number, THEMES[number]),
        "mentoring": lambda: MentoringInBulk(two.round, place, number, PATHS[number]),
    }
    diary.now = diary.at(drawn.begins, 9)
    duo = kinds[two.program.kind]()
    duo.propose(ledger, two.admin.pk)
    duo.play(duo.live(drawn))
    ledger.finish()
    Enrollment.objects.filter(pk=two.enrollment["id"]).update(status=two.enrollment["status"])


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
@pytest.mark.parametrize("course", list(life.COURSES))
def test_a_life_in_bulk_is_the_life_by_verbs(db: None, kind: str, course: str) -> None:
    rng, number = random.Random(f"{kind} {course}"), len(course) % 4
    drawn = life.draw(rng, course, 9, has_end=kind == "coaching", recent=True)
    two = Two(kind)
    before = AuditEvent.objects.order_by("-number").values_list("number", flat=True).first() or 0
    found = []
    for write in (by_verbs, in_bulk):
        with transaction.atomic():
            write(two, drawn, number)
            found.append(snapshot(before))
            transaction.set_rollback(True)
    verbs, bulk = found
    assert sorted((verbs - bulk).elements()) == []
    assert sorted((bulk - verbs).elements()) == []
    assert sum(verbs.values()) > 2
