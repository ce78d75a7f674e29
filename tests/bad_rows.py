"""For each constraint of the database: rows that only it refuses. `tests/test_constraints.py` takes the list from the
models and inserts these rows by SQL, past every verb and model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django.db import connection, models, transaction

from core.fields import EncryptedTextField
from core.ids import new_id
from core.models import KeptAnswer, Organization, Removal
from goals.models import LookBack
from nudges.models import Nudge, ReminderSetting, Snooze
from pairing.models import Decision, Match, Run, Unmatched
from people.models import PersonSkill, PersonWord, PrivacyReading, PrivacyText, RoleHeld, Skill
from programs.models import Batch, BatchRow, Exclusion, ProgramAdmin, ProgramInvitation, SetAside
from relationships import models as pairs
from surveys.models import Answer, HelpRequest, Round
from tests import make
from tests.make import NOW, TODAY

Row = Any
# The good row that a bad one is a copy of.
Maker = Callable[[], Row]
# What the copy says instead; it may depend on the row.
Change = dict[str, Any] | Callable[[Row], dict[str, Any]]


def insert_like(row: models.Model, **changes: Any) -> None:
    """INSERT a copy of a row with some columns changed, past every verb and model."""
    meta = row._meta
    quoted = connection.ops.quote_name
    columns = [str(field.column) for field in meta.concrete_fields]
    with transaction.atomic(), connection.cursor() as cursor:
        key = meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {meta.db_table} WHERE id = %s", [key])
        values = dict(zip(columns, cursor.fetchone(), strict=True))
        for name, value in {"id": new_id(), **changes}.items():
            field = cast("models.Field[Any, Any]", meta.get_field(name))
            sealed = isinstance(field, EncryptedTextField)
            values[str(field.column)] = value if sealed else field.get_db_prep_save(value, connection)
        names, marks = ", ".join(map(quoted, values)), ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO {meta.db_table} ({names}) VALUES ({marks})", list(values.values()))


SAME: Change = {}


def halves_of(person: str, moment: str) -> list[Change]:
    """Who without when, and when without who."""
    return [lambda row: {person: row.relationship.guide_id, moment: None}, {person: None, moment: NOW}]


def kept_answer() -> Row:
    return KeptAnswer.objects.create(person_id=new_id(), key_hash="k", asked_hash="a", at=NOW)


def privacy_read() -> Row:
    text = PrivacyText.objects.create(number=1, purpose="p", contacts="c", published_at=NOW)
    return PrivacyReading.objects.create(text=text, person=make.make_person(), at=NOW)


def batch_row() -> Row:
    program = make.make_program()
    batch = Batch.objects.create(program=program, by=make.make_person(), act="remind", made_at=NOW)
    return BatchRow.objects.create(batch=batch, number=1, thing=new_id(), who="Ana")


def own_manager(row: Row) -> dict[str, Any]:
    key = new_id()
    return {"id": key, "manager": key}


def role_held(since: date | None) -> RoleHeld:
    return RoleHeld.objects.create(person=make.make_person(), title="Buyer", from_on=since)


def skill() -> Skill:
    return Skill.objects.create(name="Listening")


def in_pair(model: Any, **facts: Any) -> Row:
    pair = make.make_pair("coaching")
    people = {name: pair.learner for name in ("author", "person", "locked_by", "proposed_by") if _has(model, name)}
    return model.objects.create(relationship=pair, **people, **facts)


def set_aside() -> Row:
    pair = make.make_pair()
    return SetAside.objects.create(program=pair.program, by=pair.learner, cause="quiet", thing=pair.pk, at=NOW)


def _has(model: Any, name: str) -> bool:
    return name in {field.name for field in model._meta.fields}


def first_line(*, of_session: bool) -> Row:
    """One that no session has yet, or one of a session that was taken off, so that a single rule refuses its twin."""
    pair = make.make_pair("coaching")
    session: dict[str, Any] = {"session": make.make_session(pair), "removed_at": NOW} if of_session else {}
    return make.make_line(pair, is_first_line=True, author=pair.learner, **session)


def agreement(*, signed: bool) -> Row:
    return make.make_agreement(make.make_pair(status="agreeing"), signed=signed)


def goal(**fields: Any) -> Row:
    return make.make_goal(make.make_pair("coaching"), 20, **fields)


def claimed_goal() -> Row:
    pair = make.make_pair("coaching")
    return make.make_goal(pair, claimed_by=pair.learner, claimed_at=NOW)


def value(*, first: bool) -> Row:
    return goal().metric.measurements.get(is_first=first)


def look_back() -> Row:
    pair = make.make_pair()
    return LookBack.objects.create(relationship=pair, author=pair.learner, on_day=TODAY, answer="rest", at=NOW)


def asked() -> Round:
    until = TODAY + timedelta(days=14)
    facts = {"number": 1, "opens_on": TODAY, "closes_on": until}
    return Round.objects.create(relationship=make.make_pair(), instrument="trust", **facts)


def answer() -> Row:
    found = asked()
    return Answer.objects.create(round=found, person=found.relationship.learner, at=NOW)


def help_request() -> Row:
    pair = make.make_pair()
    contact = make.make_person("Noor")
    return HelpRequest.objects.create(relationship=pair, person=pair.learner, contact=contact, asked_at=NOW)


def run(status: str = "done") -> Run:
    return Run.objects.create(program=make.make_program(), made_at=NOW, status=status, rules_version="1")


def enrolled(role: str = "learner", program: Any = None) -> Row:
    return make.make_enrollment(program or make.make_program(), make.make_person(), role)


def match() -> Row:
    found = run()
    learner, guide = (enrolled(role, found.program) for role in ("learner", "guide"))
    return Match.objects.create(run=found, learner=learner, guide=guide, score=1)


def unmatched() -> Row:
    found = run()
    return Unmatched.objects.create(run=found, learner=enrolled(program=found.program), blocked_by="Full.")


def decision(what: str) -> Row:
    found = match()
    guide = None if what == "leave_out" else found.guide
    facts = {"program": found.run.program, "learner": found.learner, "guide": guide, "made_at": NOW}
    return Decision.objects.create(run=found.run, what=what, **facts)


def other_guide(row: Row) -> dict[str, Any]:
    return {"guide": enrolled("guide", row.program).pk}


def nudge() -> Row:
    return Nudge.objects.create(
        recipient=make.make_person(), kind="quiet", category="morning", fact=new_id(), offset="0", revision="0",
        key="one", due_at=NOW, stale_after=NOW, noticed_at=NOW,
    )  # fmt: skip


PEOPLE: dict[str, tuple[Maker, list[Change]]] = {
    "organization_is_one": (lambda: Organization.objects.create(name="Tidewater"), [{"only": False}]),
    "person_has_a_name": (make.make_person, [{"given_name": "", "family_name": "", "email": None}]),
    "person_email_is_lower_case": (make.make_person, [{"email": "Big@example.org"}, {"email": ""}]),
    "person_employee_id_is_not_empty": (make.make_person, [{"employee_id": "", "email": None}]),
    "person_is_not_own_manager": (make.make_person, [lambda row: {**own_manager(row), "email": None}]),
    "person_word_once": (lambda: PersonWord.objects.filter(person=make.make_person()).first(), [SAME]),
    "role_held_once": (lambda: role_held(TODAY), [SAME]),
    "role_held_once_undated": (lambda: role_held(None), [SAME]),
    "role_held_ends_after_it_starts": (lambda: role_held(TODAY), [{"until_on": TODAY - timedelta(days=1)}]),
    "skill_name_once": (skill, [SAME, {"name": "LISTENING"}]),
    "person_skill_once": (
        lambda: PersonSkill.objects.create(person=make.make_person(), skill=skill(), direction="wanted"), [SAME],
    ),
}  # fmt: skip
PROGRAMS: dict[str, tuple[Maker, list[Change]]] = {
    "program_kind_is_known": (
        make.make_program, [{"kind": kind, "name": "New", "link_key": "new"} for kind in ("training", "")],
    ),
    "program_ends_after_it_starts": (
        make.make_program,
        [{"ends_on": date(2026, 9, 1), "name": "New", "link_key": "new"},
         {"ends_on": date(2026, 8, 1), "name": "New", "link_key": "new"}],
    ),
    "set_aside_once": (set_aside, [SAME]),
    "program_admin_once": (lambda: ProgramAdmin.objects.get(program=make.make_program()), [SAME]),
    "enrollment_once": (enrolled, [SAME]),
    "enrollment_places_are_a_guides": (enrolled, [{"places": 2}]),
    "exclusion_once": (
        lambda: Exclusion.objects.create(enrollment=enrolled(), person=make.make_person()), [SAME],
    ),
    "program_invitation_once": (
        lambda: ProgramInvitation.objects.create(
            program=make.make_program(), person=make.make_person(), role="guide", invited_at=NOW,
            invited_by=make.make_person(),
        ),
        [SAME],
    ),
}  # fmt: skip
PAIRS: dict[str, tuple[Maker, list[Change]]] = {
    "only_coaching_has_an_end_date": (
        lambda: make.make_pair("coaching"),
        [{"ends_on": None}, {"starts_on": None}, {"ends_on": date(2026, 9, 25)},
         {"kind": "mentoring", "status": "active"}],
    ),
    "status_is_one_of_the_kinds": (make.make_pair, [{"status": "paused"}, {"status": ""}]),
    "what_is_over_has_its_day": (make.make_pair, [{"status": "ended"}, {"ended_on": TODAY, "place": 2}]),
    "guide_is_not_learner": (make.make_pair, [lambda row: {"guide": row.learner_id}]),
    "one_open_relationship_per_pair": (make.make_pair, [{"place": 2}]),
    "one_open_relationship_per_place": (make.make_pair, [lambda row: {"learner": make.make_person().pk}]),
    **{
        f"session_{what}_by_and_at": (
            lambda: make.make_session(make.make_pair()), halves_of(f"{what}_by", f"{what}_at")
        )
        for what in ("cancelled", "logged", "confirmed")
    },
    "session_takes_time": (lambda: make.make_session(make.make_pair()), [{"minutes": 0}]),
    "one_first_line_per_session": (lambda: first_line(of_session=True), [SAME]),
    "one_first_line_at_a_time": (lambda: first_line(of_session=False), [SAME]),
    "one_lock_per_layer": (lambda: in_pair(pairs.AgendaLock, layer="session", locked_at=NOW), [SAME]),
    "agreement_version_once": (lambda: agreement(signed=False), [SAME]),
    "one_agreement_in_force": (lambda: agreement(signed=True), [{"version": 2}]),
    "one_signature_each": (lambda: agreement(signed=True).signatures.first(), [SAME]),
    "one_open_end_date_proposal": (
        lambda: in_pair(pairs.EndDateProposal, ends_on=date(2027, 5, 1), proposed_at=NOW), [SAME],
    ),
    "one_last_look_each": (lambda: in_pair(pairs.LastLook, at=NOW), [SAME]),
    "one_thank_you_each": (lambda: in_pair(pairs.Thanks, at=NOW), [SAME]),
    "one_farewell_each": (lambda: in_pair(pairs.Farewell, at=NOW), [SAME]),
    "one_answer_each": (lambda: in_pair(pairs.ProposalAnswer, yes=True, at=NOW), [SAME, {"yes": False}]),
}  # fmt: skip
GOALS: dict[str, tuple[Maker, list[Change]]] = {
    "one_aim_per_number": (lambda: make.make_aim(make.make_pair()).aims.get(), [SAME]),
    "one_look_back_a_day": (look_back, [SAME]),
    "goal_claimed_by_and_at": (goal, halves_of("claimed_by", "claimed_at")),
    "goal_confirmed_by_the_other": (
        claimed_goal,
        [
            *halves_of("confirmed_by", "confirmed_at"),
            lambda row: {"confirmed_by": row.claimed_by_id, "confirmed_at": NOW},
            lambda row: {
                "claimed_by": None, "claimed_at": None, "confirmed_by": row.claimed_by_id, "confirmed_at": NOW,
            },
        ],
    ),
    "goal_attained_is_confirmed": (goal, [{"state": "attained"}]),
    "metric_waived_by_at_and_why": (
        lambda: goal().metric,
        [
            {"waived_at": NOW}, {"waiver_reason": "v1:x"}, {"waived_at": NOW, "waiver_reason": "v1:x"},
            lambda row: {"waived_by": row.goal.relationship.guide_id},
            lambda row: {"waived_by": row.goal.relationship.guide_id, "waived_at": NOW},
            lambda row: {"waived_by": row.goal.relationship.guide_id, "waiver_reason": "v1:x"},
        ],
    ),
    "metric_cadence_is_a_day_or_more": (lambda: goal().metric, [{"cadence_days": 0}]),
    "one_target_per_number": (lambda: goal().metric.targets.get(), [SAME]),
    "one_target_waits_at_a_time": (lambda: goal(state="proposed").metric.targets.get(), [{"number": 2}]),
    "one_value_per_day": (lambda: value(first=False), [SAME]),
    "one_first_value": (lambda: value(first=True), [{"on_day": TODAY}]),
    "one_review_per_day": (lambda: make.make_review(make.make_pair("coaching")), [SAME]),
}  # fmt: skip
ABOVE: dict[str, tuple[Maker, list[Change]]] = {
    "round_once": (asked, [SAME]),
    "round_is_open_for_a_while": (asked, [{"closes_on": TODAY}, {"closes_on": TODAY - timedelta(days=1)}]),
    "one_answer_a_round": (answer, [SAME, {"skipped": True}]),
    "help_comes_from_somebody_else": (help_request, [lambda row: {"contact": row.person_id}]),
    "one_run_at_a_time": (lambda: run("waiting"), [SAME, {"status": "running"}]),
    "one_match_per_learner_and_run": (match, [lambda row: {"guide": enrolled("guide", row.run.program).pk}]),
    "unmatched_once_per_run": (unmatched, [SAME]),
    "decision_names_a_guide_unless_left_out": (
        lambda: decision("forbid"), [{"guide": None}, {"what": "keep", "guide": None}, {"what": "leave_out"}],
    ),
    "one_decision_per_pair": (lambda: decision("forbid"), [SAME]),
    "one_kept_guide_per_learner": (lambda: decision("keep"), [other_guide]),
    "one_answer_per_key": (kept_answer, [SAME, {"answer": None}]),
    "removal_once_a_day": (lambda: Removal.objects.create(day=TODAY, what="d3", rows=1), [SAME, {"rows": 2}]),
    "privacy_read_once": (privacy_read, [SAME, {"at": NOW + timedelta(days=1)}]),
    "batch_row_once": (batch_row, [SAME, {"number": 2}]),
    "left_out_once": (lambda: decision("leave_out"), [SAME]),
    "nudge_state_is_known": (nudge, [{"state": "nonsense", "key": "two"}, {"state": "", "key": "two"}]),
    "nudge_sent_has_a_time": (nudge, [{"state": "sent", "key": "two"}]),
    "one_setting_per_topic": (
        lambda: ReminderSetting.objects.create(person=make.make_person(), topic="sessions", changed_at=NOW), [SAME],
    ),
    "one_snooze_each": (lambda: in_pair(Snooze, until=TODAY, asked_at=NOW), [SAME]),
}  # fmt: skip
BAD_ROWS: dict[str, tuple[Maker, list[Change]]] = {**PEOPLE, **PROGRAMS, **PAIRS, **GOALS, **ABOVE}
# Nothing can break it before the primary key: it is there for PostgreSQL's foreign keys of the leaves, whose bad rows
# are in tests/goals/test_constraints.py.
HELPS_A_FOREIGN_KEY = {"relationship_id_and_kind"}
