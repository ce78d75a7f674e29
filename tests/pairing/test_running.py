"""A run: everybody once, the best set with its proof, the same answer again, nothing that exists is moved."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.clock import moved_to
from core.errors import NotPossible
from pairing import deciding, running
from pairing.frozen import as_text, from_text
from pairing.gathering import gather, program_grades
from pairing.grades import guess_order
from pairing.models import Decision, Match, Run, Unmatched
from pairing.publishing import publish
from people.models import RoleHeld, User
from programs import applying
from programs.models import Enrollment, Exclusion, Program
from relationships.models import Relationship
from tests.core.test_failures import away
from tests.make import NOW, TODAY, make_enrollment, make_pair, make_person, make_program
from tests.pairing.people import aims_for, join, small_program

pytestmark = pytest.mark.django_db


def pairs(run: Run) -> list[tuple[str, str]]:
    rows = Match.objects.filter(run=run).values_list("learner__person__given_name", "guide__person__given_name")
    return sorted(rows)


def pair(program: Program) -> Run:
    return running.pair_now(program, by=None, now=NOW)


def crowd(learners: int = 6, guides: int = 4) -> tuple[Program, User]:
    program, admin = small_program()
    for number in range(learners):
        join(program, f"L{number}", "learner", grade_rank=number % 4, profession="Policy" if number % 2 else "Law")
    for number in range(guides):
        join(program, f"G{number}", "guide", places=1, grade_rank=number + 2, profession="Policy" if number % 3 else "")
    return program, admin


def test_a_run_pairs_everybody_it_can_and_proves_it() -> None:
    program, _admin = crowd()
    run = pair(program)
    assert (run.learners, run.guides, run.places, run.matched, run.status) == (6, 4, 4, 4, "done")
    assert run.total == run.bound == sum(Match.objects.filter(run=run).values_list("score", flat=True))
    assert Unmatched.objects.filter(run=run).count() == 2
    assert all("full" in row.blocked_by for row in Unmatched.objects.filter(run=run))


def test_the_same_input_and_seed_give_the_same_answer() -> None:
    program, _admin = crowd()
    assert pairs(pair(program)) == pairs(pair(program))


def test_the_kept_input_gives_the_same_answer() -> None:
    run = pair(crowd()[0])
    again = running.solved_again(Run.objects.get(pk=run.pk))
    found = {(str(m.learner_id), str(m.guide_id)) for m in Match.objects.filter(run=run)}
    frozen = gather(run.program, TODAY, run.seed)
    assert from_text(as_text(frozen)) == frozen
    ids = (frozen.learner_enrollments, frozen.guide_enrollments)
    assert again.total == run.total
    assert {(ids[0][frozen.learners[i].id], ids[1][frozen.guides[j].id]) for i, j, _s, _p in again.pairs} == found  # type: ignore[index]


def test_the_reasons_of_a_pair_are_facts_of_these_two_and_of_nobody_else() -> None:
    """4.2: each sentence is worked out again from the two people's own rows."""
    program, _admin = crowd(9, 8)
    professions = [row.person.profession for row in Enrollment.objects.filter(program=program, role="guide")]
    assert len(set(professions)) > 1
    found = Match.objects.filter(run=pair(program)).for_page()
    assert len(found) == 8
    for match in found:
        learner, guide = match.learner, match.guide
        gap = guide.grade_rank - learner.grade_rank
        grades = (
            f"{abs(gap)} grade{'s' * (abs(gap) != 1)} {'above' if gap > 0 else 'below'} {learner.person.given_name}"
        )
        told = {
            grades if gap else f"On the same grade as {learner.person.given_name}",
            "Working hours overlap by 8 hours",
        }
        if guide.person.profession:
            same = guide.person.profession == learner.person.profession
            told.add(f"{'Same' if same else 'Another'} profession ({guide.person.profession})")
        assert {reason["sentence"] for reason in match.all_reasons} == told, (learner.person, guide.person)


def test_what_goes_in_is_sealed() -> None:
    """D9: a role that somebody aims for and a wish stand in no column in clear."""
    program, _admin = small_program()
    aims_for(join(program, "Amara", "learner"), "Queen of Sheba")
    leo = join(program, "Leo", "guide")
    RoleHeld.objects.create(person=leo.person, title="Queen of Sheba")
    run = pair(program)
    match = Match.objects.get(run=run)
    assert "Queen of Sheba" in match.all_reasons[0]["sentence"]
    with connection.cursor() as cursor:
        for table, column in (("pairing_run", "frozen"), ("pairing_match", "reasons")):
            cursor.execute(f"SELECT {column} FROM {table}")
            assert all("Sheba" not in str(row) for row in cursor.fetchall())


def test_who_held_the_role_that_the_learner_aims_for_comes_first() -> None:
    """S2-29: the mentor who held the aspired role scores highest of otherwise equal ones, and the words say so."""
    program, _admin = small_program()
    aims_for(join(program, "Amara", "learner"), "Head of Supply")
    join(program, "Ada", "guide")
    RoleHeld.objects.create(person=join(program, "Leo", "guide").person, title="Head of Supply")
    run = pair(program)
    assert pairs(run) == [("Amara", "Leo")]
    assert Match.objects.get(run=run).all_reasons[0]["sentence"].startswith("Leo held the role Amara aims for")


def test_what_a_mentor_has_done_counts_and_no_certificate_is_asked_for(client: Client) -> None:
    """S2-38: whoever shows nothing but roles held takes part, is paired first, and is told why."""
    program, admin = small_program()
    aims_for(join(program, "Amara", "learner"), "Head of Supply")
    join(program, "Ada", "guide")
    leo = make_person("Leo")
    RoleHeld.objects.create(person=leo, title="Head of Supply", from_on=date(2016, 1, 1), until_on=date(2021, 1, 1))
    client.force_login(leo)
    with moved_to(NOW):
        form = client.get(f"/programs/{program.pk}/apply/guide/").context["form"]
        asked = " ".join(str(field.label) for field in form)
        assert not re.search(r"certif|credential|diploma|licen[cs]e|trained|training", asked, re.IGNORECASE), asked
        said = {"offers": "What I saw in supply", "gains": "To listen better", "read_it": "on", "send": ""}
        assert client.post(f"/programs/{program.pk}/apply/guide/", said).status_code == 302
    applying.accept(Enrollment.objects.get(person=leo), by=admin, now=NOW)
    run = pair(program)
    assert pairs(run) == [("Amara", "Leo")]
    reasons = [reason["sentence"] for reason in Match.objects.get(run=run).all_reasons]
    assert reasons[0] == "Leo held the role Amara aims for (Head of Supply, 2016–2021)"


def test_existing_pairs_are_never_moved_and_hold_their_places() -> None:
    program, _admin = small_program()
    amara, leo = join(program, "Amara", "learner"), join(program, "Leo", "guide", places=2)
    make_pair(program=program, guide=leo.person, learner=amara.person)
    join(program, "Jo", "learner"), join(program, "Mia", "learner")
    run = pair(program)
    assert (run.learners, run.places, run.matched) == (2, 1, 1)
    assert amara.pk not in Match.objects.filter(run=run).values_list("learner_id", flat=True)


def test_a_published_pair_is_never_proposed_again() -> None:
    """Neither after a no nor in another program of the kind."""
    program, admin = small_program()
    amara, leo = join(program, "Amara", "learner"), join(program, "Leo", "guide")
    publish(pair(program), by=admin, now=NOW)
    Relationship.objects.get().say_no(by=amara.person, now=NOW)
    run = pair(program)
    assert run.matched == 0
    assert "was paired with Amara before" in Unmatched.objects.get(run=run).blocked_by
    other, _admin = small_program()
    make_enrollment(other, amara.person, "learner"), make_enrollment(other, leo.person, "guide")
    assert pair(other).matched == 0


def test_the_line_goes_through_people_who_take_no_part() -> None:
    """S2-20, S3-15: the manager's manager cannot be the mentor."""
    program, _admin = small_program()
    top = join(program, "Ruth", "guide")
    between = make_person("Tom", manager=top.person)
    join(program, "Jo", "learner", manager=between)
    run = pair(program)
    assert run.matched == 0
    assert "reporting line" in Unmatched.objects.get(run=run).blocked_by


@pytest.mark.parametrize("who", ["learner", "guide"])
def test_a_wish_is_respected_and_never_told(who: str) -> None:
    program, _admin = small_program()
    both = {"learner": join(program, "Amara", "learner"), "guide": join(program, "Leo", "guide")}
    other = both["guide" if who == "learner" else "learner"].person
    Exclusion.objects.create(enrollment=both[who], person=other)
    run = pair(program)
    assert run.matched == 0
    assert Unmatched.objects.get(run=run).blocked_by == "No mentor fits Amara under this program’s rules."


def test_a_pair_kept_by_hand_stays_and_the_best_is_found_around_it() -> None:
    program, admin = crowd(3, 3)
    first = pair(program)
    weakest = Match.objects.filter(run=first).order_by("score").first()
    assert weakest is not None
    other = Match.objects.filter(run=first).exclude(pk=weakest.pk)[0]
    deciding.pair_by_hand(first, weakest.learner, other.guide, by=admin, now=NOW)
    second = pair(program)
    kept = Match.objects.get(run=second, learner=weakest.learner)
    assert (kept.guide_id, kept.pinned, kept.moved) == (other.guide_id, True, True)
    assert second.total == second.bound <= first.total
    assert second.moved == Match.objects.filter(run=second, moved=True).count() >= 2
    assert second.after_id == first.pk


@pytest.mark.parametrize(("what", "matched"), [(Decision.What.FORBID, 0), (Decision.What.LEAVE_OUT, 0)])
def test_a_forbidden_pair_and_somebody_left_out_are_not_paired(what: str, matched: int) -> None:
    program, admin = small_program()
    join(program, "Amara", "learner"), join(program, "Leo", "guide")
    mark = deciding.decide(Match.objects.get(run=pair(program)), what, by=admin, now=NOW)
    assert pair(program).matched == matched
    deciding.undo(mark, by=admin, now=NOW)
    assert pair(program).matched == 1


BY_HAND: list[tuple[str, Callable[[Any, Any], object], str]] = [
    ("line", lambda a, b: User.objects.filter(pk=a.pk).update(manager=make_person("Tom", manager=b)),
     "Not possible: Leo manages Amara’s manager."),
    ("report", lambda a, b: User.objects.filter(pk=a.pk).update(manager=b), "Not possible: Leo manages Amara."),
    ("down", lambda a, b: User.objects.filter(pk=b.pk).update(manager=a), "Not possible: Amara manages Leo."),
    ("none", lambda a, b: None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "sentence"), BY_HAND, ids=[row[0] for row in BY_HAND])
def test_a_pair_by_hand_obeys_the_same_rules(name: str, given: Any, sentence: str) -> None:
    program, _admin = small_program()
    amara, leo = join(program, "Amara", "learner"), join(program, "Leo", "guide")
    given(amara.person, leo.person)
    amara.refresh_from_db()
    leo.refresh_from_db()
    assert deciding.why_not(program, amara, leo, now=NOW) == sentence


@pytest.mark.parametrize("who", ["learner", "guide"])
def test_nobody_pairs_themselves_by_hand(who: str) -> None:
    """D9: why it is not possible could tell of the other one's wish."""
    program, admin = small_program()
    both = {role: join(program, role.title(), role) for role in ("learner", "guide")}
    mine = Enrollment.objects.filter(pk=both[who].pk)
    mine.update(person=admin)
    both[who] = mine.get()
    with pytest.raises(PermissionDenied, match="Somebody else has to pair you"):
        deciding.pair_by_hand(pair(program), both["learner"], both["guide"], by=admin, now=NOW)


def test_a_pair_by_hand_is_of_the_program_and_of_one_who_learns_and_one_who_guides() -> None:
    """The API takes any enrollment that its person sees."""
    program, admin = small_program()
    amara, leo = join(program, "Amara", "learner"), join(program, "Leo", "guide")
    elsewhere = make_program("mentoring", admin=admin)
    stray = Enrollment.objects.create(program=elsewhere, person=amara.person, role="learner", status="accepted")
    guides_too = Enrollment.objects.create(program=program, person=amara.person, role="guide", status="accepted")
    for learner, guide in ((stray, leo), (guides_too, leo), (leo, guides_too)):
        assert "is not waiting for a pair" in deciding.why_not(program, learner, guide, now=NOW)
    assert "does not take part" in deciding.why_not(program, amara, stray, now=NOW)


def test_a_full_mentor_takes_nobody_by_hand() -> None:
    program, admin = small_program()
    jo, leo = join(program, "Jo", "learner"), join(program, "Leo", "guide", places=2)
    for name in ("Amara", "Mia"):
        make_pair(program=program, guide=leo.person, learner=join(program, name, "learner").person, place=len(name) % 3)
    with pytest.raises(NotPossible, match=r"Leo is full \(2 of 2\)\. Raise the places first\."):
        deciding.pair_by_hand(pair(program), jo, leo, by=admin, now=NOW)


def test_only_who_runs_the_program_pairs() -> None:
    program, _admin = crowd(1, 1)
    run = pair(program)
    stranger = make_person("Otto")
    with pytest.raises(PermissionDenied):
        running.start(program, by=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        publish(run, by=stranger, now=NOW)
    with pytest.raises(PermissionDenied):
        deciding.decide(Match.objects.get(run=run), Decision.What.KEEP, by=stranger, now=NOW)
    assert not Run.objects.visible_to(make_person("Olga", is_org_admin=True)).exists()


def test_one_run_at_a_time_and_one_that_breaks_off_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program, admin = crowd(1, 1)
    running.start(program, by=admin, now=NOW)
    with pytest.raises(NotPossible, match="under way already"):
        running.start(program, by=admin, now=NOW)

    def broken(*args: object) -> None:
        raise RuntimeError("Amara wishes")

    monkeypatch.setattr(running, "solve_frozen", broken)
    assert running.run_next(now=NOW)
    assert Run.objects.get().status == "failed"
    assert not running.run_next(now=NOW)
    assert capsys.readouterr().out == ""  # what is logged goes through the filter of the logs, and never to stdout


def test_a_database_that_goes_away_breaks_off_no_pairing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker takes it again when the lease has run out."""
    program, admin = crowd(1, 1)
    running.start(program, by=admin, now=NOW)

    def away_now(*args: object) -> None:
        raise away("57P01")

    with monkeypatch.context() as night:
        night.setattr(running, "gather", away_now)
        with pytest.raises(OperationalError):
            running.run_next(now=NOW)
    assert Run.objects.get().status == "running"
    assert not running.run_next(now=NOW)
    assert running.run_next(now=NOW + running.LEASE + timedelta(seconds=1))
    assert Run.objects.get().status == "done"


def test_who_has_not_answered_the_two_questions_is_not_paired() -> None:
    """S0-33."""
    program, _admin = small_program()
    amara = join(program, "Amara", "learner")
    join(program, "Leo", "guide")
    amara.application.how = None
    amara.application.save()
    assert pair(program).learners == 0


def test_gathering_takes_the_same_queries_for_few_and_for_many() -> None:
    counts = []
    for size in (2, 20):
        program, _admin = crowd(size, size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            gather(program, TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_grades_are_guessed_and_can_be_corrected() -> None:
    assert guess_order(["SEO", "Grade 6", "EO", "Grade 7", "SCS1", "AA", ""]) == [
        "AA", "EO", "SEO", "Grade 7", "Grade 6", "SCS1",
    ]  # fmt: skip
    assert guess_order(["L10", "L2", "L9"]) == ["L2", "L9", "L10"]
    spelled = ["SCS Pay Band 1", "G6", "Higher Executive Officer", "Executive Officer (EO)", "grade-7", "Odd"]
    assert guess_order(spelled) == [
        "Executive Officer (EO)", "Higher Executive Officer", "grade-7", "G6", "SCS Pay Band 1",
    ]  # fmt: skip
    program, _admin = small_program()
    amara = join(program, "Amara", "learner", grade="HEO")
    join(program, "Leo", "guide", grade="Grade 7")
    assert program_grades(program) == (["HEO", "Grade 7"], [])
    assert "2" not in Match.objects.get(run=pair(program)).all_reasons[0]["sentence"]
    program.grade_order = ["HEO", "SEO", "Grade 7"]
    program.save()
    assert "2 grades above Amara" in [r["sentence"] for r in Match.objects.get(run=pair(program)).all_reasons]
    assert amara.person.grade == "HEO"


def test_a_coach_from_another_field_is_paired_and_the_field_is_said() -> None:
    """S2-08: expertise is information, not a filter."""
    program, _admin = small_program("coaching")
    join(program, "Tom", "learner", profession="Purchasing")
    join(program, "Dana", "guide", profession="Nursing")
    run = pair(program)
    assert pairs(run) == [("Tom", "Dana")]
    said = {reason["sentence"]: reason["good"] for reason in Match.objects.get(run=run).all_reasons}
    assert said["Another profession (Nursing)"] is False
