"""Pairs that run already come in from a file: found by key, under the same hard rules, running and not signed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nudges.sweeping import sweep
from pairing.bringing import bring_in
from pairing.importing.importer import apply_pairs
from pairing.importing.rows import read_cadence
from pairing.models import Decision, Run
from people.models import User
from programs.models import Enrollment, Exclusion
from relationships import agreeing, holding, rules, scheduling
from relationships.agreeing import Terms
from relationships.bringing import Running
from relationships.models import Relationship, Session
from tests.make import NOW, TODAY, make_enrollment, make_line, make_pair, make_person, make_program
from tests.pairing.lists import HEAD, Place, row, said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAYOUTS = {
    "comma": HEAD + row(),
    "semicolon, German": "Mentorin E-Mail;Mentee E-Mail;seit;Letztes Treffen\nleo@x.org;amara@x.org;4.3.2025;\n",
    "tab, by id": "Mentor ID\tMentee ID\tStart date\n100.0\t200\t4 March 2025\n",
    "pipe, bare headings": "Mentor|Mentee|Matched on\nLeo Brandt <leo@x.org>|mailto:amara@x.org|20250304\n",
    "title line, id in brackets": "Our pairs,,,\nMentor number,Mentee’s work email,Started,Notes\n"
    "Brandt (100),AMARA@x.org,2025-03-04,fine\n",
    "logins": "Mentor Email,Mentee Email,Start\nLEO,AMARA,03/04/2025\nleo,jo,12/31/2024\n",
}


@pytest.fixture
def place() -> Place:
    return Place()


# --- Reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_brings_in_the_same_pair(place: Place, layout: str, encoding: str) -> None:
    made = place.run(LAYOUTS[layout].encode(encoding), domain="x.org")
    assert (made.errors, made.warnings) == ([], [])
    pair = Relationship.objects.get(learner=place.amara)
    assert (pair.guide, pair.starts_on, pair.status) == (place.leo, date(2025, 3, 4), "agreeing")


@pytest.mark.parametrize(
    ("text", "heading", "days"),
    [
        ("every 4 weeks", "", 28), ("Monthly", "", 28), ("fortnightly", "", 14), ("alle 2 Wochen", "", 14),
        ("twice a month", "", 14), ("every other week", "", 14), ("28", "", 28), ("4", "Weeks between", 28),
        ("toutes les 3 semaines", "", 21), ("4", "", None), ("when needed", "", None), ("every 2 years", "", None),
    ],
)  # fmt: skip
def test_how_often_is_read_as_people_write_it(text: str, heading: str, days: int | None) -> None:
    assert read_cadence(text, heading) == days


def test_what_is_wrong_in_a_row_leaves_it_out_with_its_mend(place: Place) -> None:
    make_person("Gone", "Person", email="gone@x.org", is_active=False)
    make_enrollment(place.program, make_person("Wi", "Th", email="with@x.org"), "learner", status="withdrawn")
    made = place.plan(
        HEAD + row("Leo Brandt") + row("nobody@x.org") + row("") + row(since="") + row(since="soon")
        + row(since="2027-01-01") + row("gone@x.org") + row(learner="with@x.org") + row("leo@x.org", "leo@x.org")
    )  # fmt: skip
    assert said(made) == [
        (2, "“Leo Brandt” is not an e-mail address.", "Correct the address"),
        (3, "“nobody@x.org” is nobody here.", "Correct it, or import that person first"),
        (4, "Nobody stands here.", "Fill in the e-mail or the employee id"),
        (5, "No day says since when.", "Fill in the day"),
        (6, "“soon” is not a date we can read.", "Write 2024-05-31"),
        (7, "It starts on a day to come.", "Propose the pair instead"),
        (8, "Gone Person has left.", "Take this row out"),
        (9, "Wi Th withdrew or was declined earlier.", "Ask them first: they can apply again"),
        (10, "Not possible: nobody is paired with themselves.", "Correct one of the two"),
    ]


def test_id_and_address_of_two_people_and_pairs_that_stand_twice_are_refused(place: Place) -> None:
    head = "Mentor id,Mentor email,Mentee id,Since\n"
    made = place.plan(
        head + "100,jo@x.org,200,2025-01-01\n100,leo@x.org,200,2025-01-01\n100,,200,2025-01-01\n300,,200,2025-01-01\n"
    )
    assert said(made) == [
        (2, "The e-mail and the employee id are of two people.", "Correct one of the two"),
        (4, "The same pair as row 3.", "Take one of the two out"),
        (5, "Amara has a pair already, in row 3.", "Take one of the two out"),
    ]


def test_a_last_meeting_that_cannot_be_is_a_gap_and_not_stored(place: Place) -> None:
    made = place.run(
        HEAD
        + row("leo@x.org", "amara@x.org", "2025-03-04", "2027-01-01", "now and then")
        + row("leo@x.org", "jo@x.org", "2025-03-04", "2024-01-01")
    )
    assert [(gap.row, gap.field, gap.message) for gap in made.warnings] == [
        (2, "last_met", "The last meeting lies ahead."),
        (2, "how_often", "“now and then” does not say how often."),
        (3, "last_met", "They met before they began."),
    ]
    assert not Session.objects.exists()
    assert set(Relationship.objects.values_list("cadence_days", flat=True)) == {place.program.cadence_days}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mentor,Mentee email,Since\nLeo Brandt,a@x.org,2025-01-01\n", "e-mail or employee id of the mentor. A name"),
        ("Mentor id,Mentee id\n1,2\n", "since when the two are a pair"),
    ],
)
def test_a_file_that_names_nobody_by_key_or_has_no_start_is_stopped(place: Place, text: str, sentence: str) -> None:
    made = place.plan(text)
    assert made.stopped == "columns"
    assert sentence in made.stopped_words


# --- Hard rules -----------------------------------------------------------------------------------------------------


def test_the_hard_rules_of_pairing_hold_and_no_wish_is_told(place: Place) -> None:
    """The sentence for a wish is the one for a pair that an admin ruled out: neither tells of the other."""
    boss, peer = make_person("Bo", "Ss", email="boss@x.org"), make_person("Pe", "Er", email="peer@x.org")
    User.objects.filter(pk=place.amara.pk).update(manager=boss)
    wisher = make_enrollment(place.program, place.jo, "learner")
    Exclusion.objects.create(enrollment=wisher, person=place.leo)
    other = make_enrollment(place.program, make_person("Ot", "Her", email="other@x.org"), "learner")
    guide = make_enrollment(place.program, peer, "guide")
    run = Run.objects.create(program=place.program, made_at=NOW, status="done", rules_version="1")
    Decision.objects.create(
        program=place.program, run=run, what="forbid", learner=other, guide=guide, by=place.admin, made_at=NOW
    )
    make_pair(status="ended", program=place.program, guide=peer, learner=make_person("Ex", "Pair", email="ex@x.org"))
    made = place.plan(
        HEAD + row("boss@x.org") + row("leo@x.org", "jo@x.org") + row("peer@x.org", "other@x.org")
        + row("peer@x.org", "ex@x.org")
    )  # fmt: skip
    assert said(made) == [
        (2, "Not possible: Bo manages Amara.", "Correct the manager in People, or take this row out"),
        (3, "Not possible: this pair does not fit this program’s rules.", "Take this row out"),
        (4, "Not possible: this pair does not fit this program’s rules.", "Take this row out"),
        (5, "Not possible: Pe and Ex were paired before.", "Take this row out"),
    ]


def test_a_guide_takes_no_more_than_the_places_and_a_learner_one_pair(place: Place) -> None:
    make_enrollment(place.program, place.leo, "guide", places=1)
    make_pair(program=place.program, guide=make_person("Gu"), learner=make_person("Le", "Er", email="le@x.org"))
    made = place.plan(HEAD + row() + row("leo@x.org", "jo@x.org") + row("jo@x.org", "le@x.org"))
    assert said(made) == [
        (3, "Leo is full (1 of 1).", "Raise the places first"),
        (4, "Le has a pair here already.", "End that pair first, or take this row out"),
    ]


def test_a_pair_of_ones_own_is_brought_in_by_somebody_else(place: Place) -> None:
    """What stands against it could tell an admin who takes part of the other one's wish."""
    Exclusion.objects.create(enrollment=make_enrollment(place.program, place.amara, "learner"), person=place.admin)
    text = HEAD + row(place.admin.email or "")
    own = "This is a pair of yours: another person who runs this program has to bring it in."
    assert said(place.plan(text, by=place.admin)) == [(2, own, "Ask another person who runs it")]
    with pytest.raises(PermissionDenied, match="This is a pair of yours"):
        bring_in(place.program, place.amara, place.admin, Running(TODAY), by=place.admin, now=NOW)
    assert not Relationship.objects.exists()


def test_what_became_impossible_since_the_plan_stays_out_alone(place: Place) -> None:
    made = place.plan(HEAD + row() + row("leo@x.org", "jo@x.org"))
    User.objects.filter(pk=place.amara.pk).update(manager=place.leo)
    apply_pairs(place.program, made, tells=False, by=place.admin, now=NOW)
    assert said(made) == [(2, "Not possible: Leo manages Amara.", "Import the file again")]
    assert (made.created, Relationship.objects.get().learner) == (1, place.jo)
    # Whoever would have come in with the pair that failed did not come in either.
    assert not Enrollment.objects.filter(person=place.amara).exists()


# --- What comes in --------------------------------------------------------------------------------------------------


def test_the_two_come_in_running_and_unsigned(place: Place) -> None:
    place.run(HEAD + row("leo@x.org", "amara@x.org", "2025-03-04", "2026-10-27", "every 2 weeks"), by=place.admin)
    pair = Relationship.objects.get()
    assert (pair.status, pair.cadence_days, pair.place) == ("agreeing", 14, 1)
    held = pair.sessions.get()
    assert (held.status, held.day, held.logged_by, held.planned_by) == ("held", date(2026, 10, 27), None, None)
    assert rules.in_force(pair) is None
    assert list(Relationship.objects.unsigned()) == [pair]
    roles = Enrollment.objects.values_list("person__given_name", "role", "status")
    assert set(roles) == {("Leo", "guide", "accepted"), ("Amara", "learner", "accepted")}
    assert mail.outbox == []


def test_they_plan_and_log_at_once_and_the_start_is_that_of_the_file(place: Place) -> None:
    """Logging never waits. What took place since they began can be logged."""
    place.run(HEAD + row())
    pair = Relationship.objects.get()
    facts: dict[str, Any] = {"minutes": 45, "form": "video", "zone": "UTC", "by": pair.guide, "now": NOW}
    holding.log_unplanned(pair, day=TODAY - 200 * DAY, **facts)
    scheduling.plan(
        pair, wall=(NOW + 7 * DAY).replace(tzinfo=None), zone="UTC", minutes=60, form="video", by=pair.learner, now=NOW
    )
    assert pair.sessions.count() == 2


def test_s0_34_nobody_is_shown_anything_before_both_signed_and_signing_makes_it_active(place: Place) -> None:
    boss = make_person("Bo", "Ss")
    User.objects.filter(pk=place.amara.pk).update(manager=boss)
    make_enrollment(place.program, place.amara, "learner")  # her two questions are answered
    place.run(HEAD + row("leo@x.org", "amara@x.org", "2025-03-04", "2026-06-01", "every 4 weeks"))
    pair = Relationship.objects.get()
    texts = {"purpose": "x", "how_we_work": "x", "stays_between": "x", "ending": "x"}
    agreeing.write(pair, Terms(texts, 28, shows={"takes_place"}), based_on=0, by=pair.learner, now=NOW)
    agreeing.sign(pair, 1, by=pair.learner, now=NOW)
    assert not Relationship.objects.disclosed_to(boss).exists()
    agreeing.sign(Relationship.objects.get(), 1, by=pair.guide, now=NOW)
    assert Relationship.objects.get().status == "active"
    assert Relationship.objects.disclosed_to(boss).exists()
    # The last meeting of the file is what says that it has been quiet; they get a week to plan.
    sweep(now=NOW + 6 * DAY)
    assert mail.outbox == []
    sweep(now=NOW + 7 * DAY)
    assert [message.subject for message in mail.outbox] == ["It has been a while"] * 2


def test_coaching_ends_by_the_file_or_by_the_programs_rule_and_what_is_over_stays_out() -> None:
    place = Place("coaching")
    head = "Coach e-mail,Coachee e-mail,Since,End date\n"
    made = place.run(
        head + "leo@x.org,amara@x.org,2026-09-01,2027-01-31\nleo@x.org,jo@x.org,2026-09-01,\n"
        "jo@x.org,leo@x.org,2025-09-01,\namara@x.org,leo@x.org,2025-09-01,2026-01-01\n"
    )
    ends = dict(Relationship.objects.values_list("learner__given_name", "ends_on"))
    assert ends == {"Amara": date(2027, 1, 31), "Jo": date(2026, 9, 1) + timedelta(weeks=26)}
    assert set(Relationship.objects.values_list("status", flat=True)) == {"contracting"}
    assert said(made) == [
        (4, "It is over by its end date.", "Add a column that says when each ends"),
        (5, "It is over by its end date.", "Correct the day, or take this row out"),
    ]


def test_the_same_file_again_changes_nothing(place: Place) -> None:
    text = HEAD + row("leo@x.org", "amara@x.org", "2025-03-04", "2026-10-27", "monthly") + row("leo@x.org", "jo@x.org")
    place.run(text)
    before = [list(model.objects.order_by("pk").values()) for model in (Relationship, Session, Enrollment)]
    again = place.run(text)
    assert (again.created, again.unchanged, again.errors) == (0, 2, [])
    assert [list(model.objects.order_by("pk").values()) for model in (Relationship, Session, Enrollment)] == before


def test_the_preview_names_who_comes_into_the_program(place: Place) -> None:
    make_enrollment(place.program, place.amara, "learner", status="applied")
    made = place.plan(HEAD + row() + row("leo@x.org", "jo@x.org"))
    assert made.enrolled == {"learner": ["Amara Okafor", "Jo Reyes"], "guide": ["Leo Brandt"]}
    assert made.new_names[0]["facts"][1:] == [
        "Amara Okafor takes part as mentee from now on.",
        "Leo Brandt takes part as mentor from now on.",
    ]
    assert not Relationship.objects.exists()


@pytest.mark.parametrize(("tells", "days"), [(False, [3, 14]), (True, [1, 14])])
def test_both_are_asked_to_sign_by_the_usual_reminders_and_earlier_only_if_somebody_says_so(
    place: Place, tells: bool, days: list[int]
) -> None:
    place.run(HEAD + row(), tells=tells)
    came: dict[int, int] = {}
    for number in range(22):
        sweep(now=NOW + number * DAY)
        if mail.outbox:
            assert {message.subject for message in mail.outbox} <= {
                "Your mentoring with Leo: an agreement to write", "Your mentoring with Amara: an agreement to write",
            }  # fmt: skip
            came[number] = len(mail.outbox)
            mail.outbox.clear()
    assert came == dict.fromkeys(days, 2)


def test_only_whoever_runs_the_program_brings_in_its_pairs(place: Place) -> None:
    for person in (make_person(is_org_admin=True), make_program().admin_rows.get().person, place.leo):
        with pytest.raises(PermissionDenied):
            bring_in(place.program, place.amara, place.leo, Running(TODAY), by=person, now=NOW)
    assert not Relationship.objects.exists()


def test_planning_asks_as_often_for_many_rows_as_for_few(place: Place) -> None:
    def asked(number: int) -> int:
        people = [make_person("Pe", f"R{n}-{number}", email=f"p{n}-{number}@x.org") for n in range(2 * number)]
        text = HEAD + "".join(
            row(one.email or "", other.email or "") for one, other in zip(people[::2], people[1::2], strict=True)
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert place.plan(text).created == number
        return len(queries)

    assert asked(2) == asked(20) <= 12


def test_content_of_a_pair_that_was_brought_in_stays_with_the_two(place: Place) -> None:
    place.run(HEAD + row())
    pair = Relationship.objects.get()
    make_line(pair)
    assert not pair.agenda.model.objects.visible_to(place.admin).exists()
    assert pair.agenda.model.objects.visible_to(place.leo).exists()
