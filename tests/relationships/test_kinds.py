"""The two kinds, and the moves between their states."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.errors import NotPossible
from people.models import User
from programs import applying
from programs.models import Application, Enrollment, Program
from relationships import gates, holding, kinds
from relationships.models import Relationship, StatusChange
from tests.make import NOW, TODAY, make_agreement, make_goal, make_pair, make_plan, make_program, make_session

pytestmark = pytest.mark.django_db

EVERY_PAIR_OF_STATES = [
    (kind, old, new) for kind, module in kinds.KINDS.items() for old in module.STATUSES for new in module.STATUSES
]


def public_names(module: object) -> set[str]:
    return {name for name in vars(module) if name.isupper()}


def answer_with(answer: list[str], relationship: Relationship) -> list[str]:
    """A gate that always gives this answer."""
    return answer


def test_both_kinds_define_the_same_names() -> None:
    assert public_names(kinds.coaching) == public_names(kinds.mentoring)


@pytest.mark.parametrize(("kind", "old", "new"), EVERY_PAIR_OF_STATES)
def test_a_move_that_the_kind_does_not_know_is_refused(
    kind: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relationships.gates.missing_for", lambda relationship, names: [])
    pair = make_pair(kind, status=old)
    move = kinds.of(kind).MOVES.get((old, new))
    if move is None or old == "proposed":
        with pytest.raises(NotPossible):
            pair.move(new, by=pair.guide, now=NOW)
        assert Relationship.objects.get(pk=pair.pk).status == old
    else:
        pair.move(new, by=pair.guide, now=NOW)
        assert Relationship.objects.get(pk=pair.pk).status == new
        assert StatusChange.objects.filter(relationship=pair, from_status=old, to_status=new).exists()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_second_yes_moves_a_proposal_on(kind: str) -> None:
    pair = make_pair(kind, status="proposed")
    pair.say_yes(by=pair.guide, now=NOW)
    assert pair.status == "proposed"
    pair.say_yes(by=pair.learner, now=NOW)
    assert pair.status == kinds.of(kind).AFTER_YES


def test_nobody_learns_who_said_no() -> None:
    pair = make_pair(status="proposed")
    pair.say_no(by=pair.guide, now=NOW)
    assert pair.status == "lapsed"
    assert StatusChange.objects.get(relationship=pair).by is None


def test_a_stranger_moves_nothing(outsider: User) -> None:
    pair = make_pair()
    with pytest.raises(PermissionDenied):
        pair.end(by=outsider, now=NOW)
    assert Relationship.objects.get(pk=pair.pk).status == "active"


EVERY_MOVE = [(kind, *move) for kind, module in kinds.KINDS.items() for move in module.MOVES if move[0] != "proposed"]


@pytest.mark.parametrize("actor", ["guide", "learner", "clock"])
@pytest.mark.parametrize(("kind", "old", "new"), EVERY_MOVE)
def test_a_move_is_made_by_whom_the_kind_names_and_leaves_a_row(
    kind: str, old: str, new: str, actor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relationships.gates.missing_for", lambda relationship, names: [])
    pair = make_pair(kind, status=old)
    by = None if actor == "clock" else getattr(pair, actor)
    history = StatusChange.objects.filter(relationship=pair)
    if actor in kinds.of(kind).MOVES[old, new].by:
        pair.move(new, by=by, now=NOW)
        row = history.get()
        assert (row.from_status, row.to_status, row.by, row.at) == (old, new, by, NOW)
    else:
        with pytest.raises(PermissionDenied):
            pair.move(new, by=by, now=NOW)
        assert Relationship.objects.get(pk=pair.pk).status == old
        assert not history.exists()


@pytest.mark.parametrize(
    ("kind", "old", "new", "gate"),
    [(kind, *move, gate) for kind, *move in EVERY_MOVE for gate in kinds.of(kind).MOVES[tuple(move)].gates],
)
def test_each_gate_alone_holds_a_move_back(
    kind: str, old: str, new: str, gate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in kinds.of(kind).MOVES[old, new].gates:
        answer = ["something is missing."] if name == gate else []
        monkeypatch.setitem(gates._gates, name, partial(answer_with, answer))
    pair = make_pair(kind, status=old)
    with pytest.raises(NotPossible, match="something is missing") as refusal:
        pair.move(new, by=pair.guide, now=NOW)
    assert refusal.value.missing == ["something is missing."]
    assert Relationship.objects.get(pk=pair.pk).status == old


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_kind_has_no_verb_and_no_form(kind: str) -> None:
    """S0-04: a live relationship keeps its kind; whoever sets it by hand meets the database."""
    assert not Relationship._meta.get_field("kind").editable
    pair = make_pair(kind)
    other = next(name for name in kinds.KINDS if name != kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.filter(pk=pair.pk).update(kind=other)


def test_two_who_move_at_once_do_not_both_win() -> None:
    pair = make_pair()
    stale = Relationship.objects.get(pk=pair.pk)
    pair.rest(by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        stale.end(by=pair.learner, now=NOW)


@pytest.mark.parametrize(("status", "to"), [("contracting", "assessing"), ("assessing", "active")])
def test_a_coaching_does_not_begin_after_its_end_date(status: str, to: str) -> None:
    """S0-14: first a new end date."""
    pair = make_pair("coaching", status=status, signed=True, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotPossible, match="new end date"):
        pair.move(to, by=pair.guide, now=NOW)


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("contract", "the contract is not signed by everybody."),
        ("sessions", "the program does not say yet how many sessions are planned."),
    ],
)
def test_a_coaching_without_contract_or_number_of_sessions_is_not_active(without: str, sentence: str) -> None:
    """S1-04, S3-19: each alone holds it back; the dates are the database's to refuse (test_constraints)."""
    pair = make_pair("coaching", status="assessing", signed=without != "contract")
    make_goal(pair)
    make_plan(pair)
    if without == "sessions":
        Program.objects.filter(pk=pair.program_id).update(sessions_planned=None)
    pair = Relationship.objects.get(pk=pair.pk)
    with pytest.raises(NotPossible) as refusal:
        pair.move("active", by=pair.guide, now=NOW)
    assert refusal.value.missing == [sentence]
    Program.objects.update(sessions_planned=6)
    if without == "contract":
        make_agreement(pair)
    pair = Relationship.objects.get(pk=pair.pk)
    pair.move("active", by=pair.guide, now=NOW)
    assert pair.status == "active"


@pytest.mark.parametrize("missing", [("wants",), ("how",), ("wants", "how")])
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_questions_that_were_let_wait_hold_the_start_back_until_both_are_answered(
    kind: str, missing: tuple[str, ...]
) -> None:
    """S0-33: paired before the answers are there, never active before."""
    program = make_program(kind, questions_later=True)
    [(old, new)] = [move for move in kinds.of(kind).START.items() if move[1] == "active"]
    pair = make_pair(kind, status=old, program=program, signed=True)
    if kinds.of(kind).HAS_END_DATE:
        make_goal(pair)
        make_plan(pair)
    taking_part = Enrollment.objects.get(program=program, person=pair.learner)
    Application.objects.filter(enrollment=taking_part).update(**dict.fromkeys(missing))
    with pytest.raises(NotPossible) as refusal:
        pair.move(new, by=pair.guide, now=NOW)
    assert refusal.value.missing == [f"{pair.learner.first_name} has not answered the two questions."]
    applying.write(program, "learner", by=pair.learner, now=NOW, wants="To lead", how="By talking")
    pair = Relationship.objects.get(pk=pair.pk)
    pair.move(new, by=pair.guide, now=NOW)
    assert pair.status == "active"


@pytest.mark.parametrize("plan", ["none", "not accepted"])
def test_a_coaching_without_an_accepted_plan_is_not_active(plan: str) -> None:
    """C1: no acceptance, not active."""
    pair = make_pair("coaching", status="assessing", signed=True)
    make_goal(pair)
    if plan == "not accepted":
        make_plan(pair, accepted=False)
    with pytest.raises(NotPossible) as refusal:
        pair.move("active", by=pair.guide, now=NOW)
    assert refusal.value.missing == [f"{pair.learner.first_name} has not accepted the plan."]
    assert Relationship.objects.get(pk=pair.pk).status == "assessing"


def test_s0_13_a_coaching_of_a_single_session_lives_its_whole_life() -> None:
    """From the proposal to the good end, with one planned session."""
    pair = make_pair("coaching", status="proposed", program=make_program("coaching", sessions_planned=1))
    for person in (pair.guide, pair.learner):
        pair.say_yes(by=person, now=NOW)
    make_agreement(pair)
    pair.move("assessing", by=pair.learner, now=NOW)
    make_goal(pair)
    make_plan(pair)
    pair.move("active", by=pair.guide, now=NOW)
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    holding.hold(session, minutes=60, form="video", by=pair.learner, now=NOW)
    assert holding.held_of(pair) == (1, 1)
    pair.move("closing", by=pair.learner, now=NOW)
    pair.close(by=pair.guide, now=NOW)
    assert (pair.status, pair.ended_on) == ("closed", TODAY)
