"""Plain functions that make what a test talks about, with readable defaults."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from goals.models import Aim, CoachingGoal, Measurement, MentoringIntent, Metric, Review
from notes.models import PrivateNote, SharedNote
from people.models import User
from programs import kinds as program_kinds
from programs.models import Application, Enrollment, Program, ProgramAdmin
from relationships import kinds
from relationships.models import ActionItem, AgendaItem, Agreement, Plan, Relationship, Session, Signature

UTC = ZoneInfo("UTC")
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
_numbers = count(1)


def make_person(given_name: str = "Jo", family_name: str = "", **fields: Any) -> User:
    """Somebody in the directory who can sign in by a mailed code."""
    number = next(_numbers)
    family_name = family_name or f"Number{number:05}"  # by name is by age, whatever was made before
    fields.setdefault("email", f"{given_name}.{family_name}.{number}@example.org".lower().replace(" ", ""))
    return User.objects.create_user(given_name=given_name, family_name=family_name, **fields)


def make_program(kind: str = "mentoring", *, admin: User | None = None, **fields: Any) -> Program:
    """An open program of a kind with that kind's defaults, run by `admin`."""
    defaults = program_kinds.of(kind).PROGRAM_DEFAULTS
    number = next(_numbers)
    values: dict[str, Any] = {
        **defaults,
        "name": f"{kind.title()} {number:05}",
        "purpose": "People learn from each other.",
        "status": Program.Status.OPEN,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 8, 31),
        "data_contact": "privacy@example.org",
    }
    program = Program.objects.create(kind=kind, **{**values, **fields})
    if program.help_contact is None:
        program.help_contact = make_person("Noor", "Haddad")
        program.save(update_fields=["help_contact"])
    ProgramAdmin.objects.create(program=program, person=admin or make_person("Maya", "Lindqvist"))
    return program


def make_enrollment(program: Program, person: User, role: str, **fields: Any) -> Enrollment:
    """An accepted enrollment; a learner's two questions are answered."""
    enrollment = Enrollment.objects.create(
        program=program, person=person, role=role, **{"status": "accepted", "applied_at": NOW, **fields}
    )
    answers = {"wants": "To lead a team", "how": "By talking it through"} if role == "learner" else {}
    Application.objects.create(enrollment=enrollment, **answers)
    return enrollment


def make_pair(
    kind: str = "mentoring",
    *,
    status: str = "active",
    guide: User | None = None,
    learner: User | None = None,
    program: Program | None = None,
    signed: bool | None = None,
    **fields: Any,
) -> Relationship:
    """A relationship in a given status, set up by hand. From `active` on, its agreement is signed unless told."""
    program = program or make_program(kind)
    guide = guide or make_person("Leo" if kind == "mentoring" else "Dana")
    learner = learner or make_person("Amara" if kind == "mentoring" else "Tom")
    for person, role in ((guide, "guide"), (learner, "learner")):
        if not Enrollment.objects.filter(program=program, person=person, role=role).exists():
            make_enrollment(program, person, role)
    if kinds.of(kind).HAS_END_DATE:
        fields = {"starts_on": date(2026, 9, 25), "ends_on": date(2027, 3, 26), **fields}
    if status in kinds.OVER_STATUSES:
        fields = {"ended_on": TODAY, **fields}
    answer_by = TODAY + timedelta(days=5) if status == "proposed" else TODAY - timedelta(days=50)
    pair = Relationship.objects.create(
        program=program, kind=kind, guide=guide, learner=learner, status=status,
        **{"proposed_at": NOW - timedelta(days=60), "answer_by": answer_by, **fields},
    )  # fmt: skip
    before_signing = status in {"proposed", "lapsed", kinds.of(kind).AFTER_YES}
    if signed or (signed is None and not before_signing):
        make_agreement(pair)
    return pair


def make_agreement(pair: Relationship, *, signed: bool = True, **fields: Any) -> Agreement:
    """A version of the agreement, in force unless told otherwise."""
    mission = {"mission": "Get deliveries on time."} if pair.rules_of_kind.ASKS_FOR_MISSION else {}
    version = fields.pop("version", 0) or pair.agreements.count() + 1
    agreement = Agreement.objects.create(
        relationship=pair, version=version, written_by=pair.learner, written_at=NOW,
        in_force_at=NOW if signed else None,
        **{**mission, "purpose": "What it is for", "how_we_work": "Every four weeks", **fields},
    )  # fmt: skip
    parties: Any = agreement.parties if signed else ()
    for person_id in parties:
        Signature.objects.create(agreement=agreement, person_id=person_id, at=NOW)
    return agreement


def make_session(pair: Relationship, **fields: Any) -> Session:
    """A session; planned for a week from now unless told otherwise."""
    return Session.objects.create(
        relationship=pair,
        **{
            "starts_at": NOW + timedelta(days=7),
            "zone": "Europe/Berlin",
            "planned_by": pair.learner,
            "planned_at": NOW - timedelta(days=1),
            **fields,
        },
    )


def make_plan(pair: Relationship, *, accepted: bool = True) -> Plan:
    return Plan.objects.create(relationship=pair, accepted_version=1 if accepted else None)


def make_goal(
    pair: Relationship,
    *values: int,
    first: int | None = 22,
    amount: int = 8,
    upper: int | None = None,
    state: str = "accepted",
    **fields: Any,
) -> CoachingGoal:
    """A goal with a target by the end, from `first` (None: no first value) on; one value of `values` every two weeks.

    Accepted, with the learner's own words, unless told otherwise.
    """
    direction = fields.pop("direction", "down")
    goal = CoachingGoal.objects.create(
        relationship=pair, proposed_by=pair.guide, proposed_at=NOW - timedelta(days=55), state=state,
        **{"title": "Late deliveries", "own_words": "I want to stop apologizing to the plants.", **fields},
    )  # fmt: skip
    metric = Metric.objects.create(goal=goal, unit="%", direction=direction, cadence_days=14, source="the ERP report")
    accepted_at = None if state == "proposed" else NOW - timedelta(days=54)
    metric.targets.create(
        number=1, amount=amount, upper=upper, due_on=pair.ends_on or date(2027, 3, 26), written_by=pair.guide,
        written_at=NOW - timedelta(days=55), accepted_at=accepted_at,
    )  # fmt: skip
    for number, value in enumerate([*([] if first is None else [first]), *values]):
        on = date(2026, 9, 25) + timedelta(days=14 * number)
        make_value(goal, value, on, is_first=number == 0 and first is not None)
    return goal


def make_value(goal: CoachingGoal, value: float, on_day: date, **fields: Any) -> Measurement:
    """A value of a day, entered by the learner; the next one is due two weeks later."""
    made = Measurement.objects.create(
        metric=goal.metric, value=value, on_day=on_day, entered_by=goal.relationship.learner, entered_at=NOW, **fields
    )
    Metric.objects.filter(pk=goal.metric.pk).update(next_value_on=on_day + timedelta(days=14))
    return made


def make_aim(pair: Relationship, sentence: str = "Lead a team", *, agreed: bool = True) -> MentoringIntent:
    """An aim that the learner wrote, agreed by both unless told otherwise."""
    intent = MentoringIntent.objects.create(relationship=pair, created_by=pair.learner, created_at=NOW)
    aim = Aim.write(intent, 1, sentence, ["next_role"], ["Shadow a lead"], pair.learner, NOW)
    if agreed:
        Aim.objects.filter(pk=aim.pk).update(guide_agreed_at=NOW)
    return intent


def make_review(pair: Relationship, **fields: Any) -> Review:
    return Review.objects.create(
        relationship=pair,
        **{"held_on": TODAY - timedelta(days=20), "what_helped": "Calling early", "held_by": pair.guide,
           "created_at": NOW, **fields},
    )  # fmt: skip


def real_file(*parts: str) -> Path:
    """A file of real input that lies beside the repository; without it the test is skipped."""
    path: Path = settings.BASE_DIR.parent.joinpath("shared", "data", *parts)
    if not path.exists():
        pytest.skip(f"No real input: {path} is missing.")
    return path


def make_line(pair: Relationship, layer: str = "session", **fields: Any) -> AgendaItem:
    """A line on a layer, written by its owner."""
    owner = getattr(pair, pair.rules_of_kind.LAYER_OWNER[layer])
    values = {"text": "Presenting to the board", "author": owner, "created_at": NOW, "position": pair.agenda.count()}
    return AgendaItem.objects.create(relationship=pair, layer=layer, **{**values, **fields})


def make_action(pair: Relationship, **fields: Any) -> ActionItem:
    """Something that the learner will do."""
    values = {"text": "Ask Priya for the deck", "owner": pair.learner, "author": pair.learner, "created_at": NOW}
    return ActionItem.objects.create(relationship=pair, **{**values, **fields})


def make_private_note(pair: Relationship, author: User | None = None, **fields: Any) -> PrivateNote:
    values = {"text": "Ask about the offer", "written_at": NOW}
    return PrivateNote.objects.create(relationship=pair, author=author or pair.learner, **{**values, **fields})


def make_shared_note(pair: Relationship, author: User | None = None, **fields: Any) -> SharedNote:
    values = {"text": "What we said about Lisbon", "written_at": NOW}
    return SharedNote.objects.create(relationship=pair, author=author or pair.learner, **{**values, **fields})
