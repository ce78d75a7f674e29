"""Who reads which row of which table: said here once more, without any `visible_to`, and compared person by person.

The planted words prove that nobody reads too much of what is sealed. This proves, for every table that is scoped, that
exactly those read a row who should: neither a date too many nor a line of one's own too few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from pytest_django import DjangoDbBlocker

from desk import tallies
from nudges.models import Nudge, ReminderSetting, Snooze
from people.models import DeletionRequest, JobTitle, PersonSkill, Skill, User
from programs.models import Enrollment, Exclusion, Program, ProgramAdmin, ProgramInvitation
from relationships.models import AgendaLock, ProposalAnswer, Relationship, StatusChange
from surveys.models import HelpRequest, Round
from tests import make
from tests.canary.planting import pair_of
from tests.doors.world import KINDS, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("canary")]
Readers = Callable[[Any], set[UUID | None]]


def everybody(row: Any) -> set[UUID | None]:
    return set(User.objects.values_list("pk", flat=True))


def nobody(row: Any) -> set[UUID | None]:
    return set()


def org_admins() -> set[UUID | None]:
    return set(User.objects.filter(is_org_admin=True).values_list("pk", flat=True))


def admins(program: Program) -> set[UUID | None]:
    return set(program.admin_rows.values_list("person_id", flat=True))


def two(row: Any) -> set[UUID | None]:
    """D3: the two of the pair, unless it never came about."""
    pair = pair_of(row)
    assert pair is not None
    return set() if pair.status == "lapsed" else {pair.guide_id, pair.learner_id}


def two_and_staff(row: Any) -> set[UUID | None]:
    """D2: the two, who runs the program, the org admin."""
    pair = pair_of(row)
    assert pair is not None
    return two(pair) | admins(pair.program) | org_admins()


def own(*names: str) -> Readers:
    return lambda row: {getattr(row, f"{name}_id") for name in names}


def who_pairs(row: Any) -> set[UUID | None]:
    return admins(row.program if hasattr(row, "program") else row.run.program)


def author_and_who_pairs(row: Any) -> set[UUID | None]:
    return {row.enrollment.person_id} | admins(row.enrollment.program)


def who_runs_it(row: Any) -> set[UUID | None]:
    return admins(row.program if hasattr(row, "program") else row.batch.program)


def who_acts_for(row: Any) -> set[UUID | None]:
    return admins(row.relationship.program) - {row.relationship.guide_id, row.relationship.learner_id}


def person_and_staff(row: Any) -> set[UUID | None]:
    return {row.person_id} | admins(row.program) | org_admins()


def person_and_admins(row: Any) -> set[UUID | None]:
    return {row.person_id} | admins(row.program)


def of_program(row: Any) -> set[UUID | None]:
    program = row if isinstance(row, Program) else row.program
    if program.status == "open":
        return everybody(row)
    taking_part = set(Enrollment.objects.filter(program=program).values_list("person_id", flat=True))
    return taking_part | admins(program) | {program.help_contact_id} | org_admins()


def of_person(row: Any) -> set[UUID | None]:
    """The directory: oneself, one's manager, the other half of a pair or a proposal, whoever runs any program."""
    person = row if isinstance(row, User) else row.person
    pairs = Relationship.objects.filter(Q(guide=person) | Q(learner=person)).exclude(status="lapsed")
    halves = {half for pair in pairs for half in (pair.guide_id, pair.learner_id)}
    running = set(ProgramAdmin.objects.values_list("person_id", flat=True))
    return {person.pk, person.manager_id} | halves | running | org_admins()


def person_and_org_admins(row: Any) -> set[UUID | None]:
    return {row.person_id} | org_admins()


def everybody_once_published(row: Any) -> set[UUID | None]:
    return everybody(row) if row.published_at else org_admins()


def who_imports(row: Any) -> set[UUID | None]:
    """Of pairs only whoever brings them in: why one was left out may rest on a wish."""
    return {row.by_id} | (org_admins() if row.what == "people" else set())


def signers(row: Any) -> set[UUID | None]:
    return two(row) | {row.person_id}


READERS: dict[Readers, str] = {
    own("actor"): "core.AuditEvent",
    of_person: "people.User people.PersonWord people.RoleHeld people.PersonSkill",
    everybody: "people.Skill people.JobTitle",
    nobody: "people.Invitation",
    own("person"): "people.ApiToken people.EmailChange relationships.ProposalAnswer surveys.Answer"
    " nudges.ReminderSetting nudges.Snooze",
    who_imports: "people.ImportJob",
    of_program: "programs.Program programs.ProgramAdmin",
    person_and_staff: "programs.Enrollment",
    author_and_who_pairs: "programs.Application programs.Exclusion",
    person_and_admins: "programs.ProgramInvitation",
    two_and_staff: "relationships.Relationship relationships.Session relationships.StatusChange",
    two: "relationships.SessionLog relationships.AgendaItem relationships.Plan relationships.AgendaLock"
    " relationships.ActionItem relationships.Agreement relationships.EndDateProposal relationships.LastLook"
    " relationships.Thanks goals.MentoringIntent goals.Aim goals.Strategy goals.CoachingGoal goals.Metric"
    " goals.Target goals.Measurement goals.Review notes.SharedNote surveys.Round",
    signers: "relationships.Signature",
    own("author"): "relationships.Farewell goals.LookBack notes.PrivateNote",
    own("person", "contact"): "surveys.HelpRequest",
    who_pairs: "pairing.Run pairing.Match pairing.Unmatched pairing.Decision",
    who_acts_for: "relationships.OnBehalf",
    who_runs_it: "programs.Batch programs.BatchRow programs.SetAside programs.Tally",
    own("recipient"): "nudges.Nudge",
    person_and_org_admins: "people.DeletionRequest people.PrivacyReading",
    everybody_once_published: "people.PrivacyText",
}
# The privacy page is read before anybody signs in.
PUBLIC = {"people.PrivacyText"}
OF_TABLE = {label: readers for readers, labels in READERS.items() for label in labels.split()}


def scoped_tables() -> dict[str, Any]:
    found = (model for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to"))
    return {model._meta.label: model for model in found if not model._meta.proxy}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        with built.at_its_time():
            for kind in KINDS:
                add_what_the_doors_need_not(built, kind)
        yield built
        transaction.set_rollback(True)


def add_what_the_doors_need_not(world: World, kind: str) -> None:
    """Rows of tables without a door of their own, and states that no door asks for."""
    pair, people = world.pairs[kind], world.people[kind]
    learner, guide, program = people["learner"], people["guide"], pair.program
    later = make.TODAY + timedelta(days=28)
    make.make_program(kind, admin=people["program_admin"], status="draft")
    DeletionRequest.objects.create(person=learner, asked_at=make.NOW)
    enrollment = Enrollment.objects.get(program=program, person=learner)
    Exclusion.objects.create(enrollment=enrollment, person=people["other_pair"])
    ProgramInvitation.objects.create(
        program=program,
        person=people["outsider"],
        role="guide",
        invited_by=people["program_admin"],
        invited_at=make.NOW,
    )
    refused = make.make_pair(kind, program=program, learner=people["other_pair"], status="lapsed", place=2)
    for row in (pair, refused):
        StatusChange.objects.create(relationship=row, to_status=row.status, at=make.NOW)
        ProposalAnswer.objects.create(relationship=row, person=row.guide, yes=row == pair, at=make.NOW)
        AgendaLock.objects.create(relationship=row, layer="session", locked_by=row.learner, locked_at=make.NOW)
        make.make_line(row)
    make.make_shared_note(refused)
    make.make_goal(refused, 20) if kind == "coaching" else make.make_aim(refused)
    Round.objects.create(relationship=refused, instrument="trust", number=1, opens_on=make.TODAY, closes_on=later)
    Nudge.objects.create(
        recipient=guide, relationship=pair, kind="quiet", category="morning", fact=pair.pk, offset="0", revision="0",
        key=f"quiet:{pair.pk}", due_at=make.NOW, stale_after=make.NOW, noticed_at=make.NOW,
    )  # fmt: skip
    ReminderSetting.objects.create(person=learner, topic="pair", changed_at=make.NOW)
    Snooze.objects.create(relationship=pair, person=learner, until=make.TODAY + timedelta(days=28), asked_at=make.NOW)
    skill = Skill.objects.create(name=f"Welding {kind}")
    PersonSkill.objects.create(person=guide, skill=skill)
    JobTitle.objects.create(code=kind, title=f"Head of {kind}")
    tallies.keep(make.NOW)


def people_of(world: World) -> list[User]:
    return list({person.pk: person for by_role in world.people.values() for person in by_role.values()}.values())


def test_the_table_names_every_table_that_is_scoped() -> None:
    assert sorted(OF_TABLE) == sorted(scoped_tables())


@pytest.mark.parametrize("label", sorted(OF_TABLE))
def test_a_row_is_read_by_exactly_whom_the_table_names(world: World, label: str) -> None:
    model, readers = scoped_tables()[label], OF_TABLE[label]
    rows = list(model._base_manager.all())
    assert rows, "a table without a row proves nothing"
    expected = {row.pk: readers(row) for row in rows}
    with world.at_its_time():
        for person in people_of(world):
            seen = set(model._default_manager.all().visible_to(person).values_list("pk", flat=True))
            assert seen == {pk for pk, allowed in expected.items() if person.pk in allowed}, person.name


@pytest.mark.parametrize("label", sorted(set(OF_TABLE) - PUBLIC))
def test_who_is_not_signed_in_or_has_left_reads_no_row(world: World, label: str) -> None:
    found = scoped_tables()[label]._default_manager.all()
    assert not found.visible_to(AnonymousUser()).exists()
    for person in people_of(world):
        gone = User.objects.get(pk=person.pk)
        gone.is_active = False
        assert not found.visible_to(gone).exists(), person.name


def test_a_help_request_has_another_reader_than_its_author(world: World) -> None:
    """Or the table would hold for a product in which nobody is ever told."""
    assert all(row.contact_id not in {None, row.person_id} for row in HelpRequest.objects.all())
