"""The pages of a pairing: screen 5, its words, its marks, its numbers of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from pairing.models import Decision, Match, Run
from pairing.running import pair_now
from people.models import User
from programs.models import Exclusion, Program
from relationships.models import Relationship
from tests.make import NOW, TODAY
from tests.pairing.people import join, small_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def paired() -> tuple[Program, User, Run]:
    program, admin = small_program()
    for name in ("Amara", "Jo", "Mia"):
        join(program, name, "learner")
    join(program, "Leo", "guide", places=2)
    return program, admin, pair_now(program, by=admin, now=NOW)


def read(client: Client, admin: User, path: str) -> str:
    client.force_login(admin)
    with clock.moved_to(NOW):
        response = client.get(path, follow=True)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_says_what_was_found_and_why_none_is_better(client: Client, paired: tuple[Program, User, Run]) -> None:
    _program, admin, run = paired
    text = read(client, admin, "/pairing/")
    for words in (
        "Pairing of 17 Nov, 09:00", "3 mentees", "1 mentor with 2 free places", "Publish 2 pairs",
        "Without a pair (1)",
        "No better set of pairs exists under your rules.", f"The total is {run.total}", f"more than {run.bound}.",
        "Pairs, weakest first", "Fixed by you 0", "3 people get a mail", "Keep these two", "The only possible mentor",
    ):  # fmt: skip
        assert words in text, words
    body = text[text.index("<main") : text.index("How coaching")]
    assert "coach" not in body.casefold()
    assert text.count('data-kind="primary"') == 2  # the button and, in its dialog, the same verb


def test_a_mark_turns_the_button_and_can_be_undone(client: Client, paired: tuple[Program, User, Run]) -> None:
    _program, admin, run = paired
    client.force_login(admin)
    match = Match.objects.filter(run=run)[0]
    client.post(f"/pairing/matches/{match.pk}/decide/", {"what": "forbid"})
    text = read(client, admin, f"/pairing/runs/{run.pk}/")
    assert "Pair again with 1 change" in text
    assert "Publish" not in text.split("</h1>")[1].split("Pairs, weakest")[0].replace("What publishing", "")
    client.post(f"/pairing/decisions/{Decision.objects.get().pk}/undo/")
    assert "Publish 2 pairs" in read(client, admin, f"/pairing/runs/{run.pk}/")


def test_pair_again_in_the_background_says_what_moved(client: Client, paired: tuple[Program, User, Run]) -> None:
    from pairing.running import run_next

    program, admin, run = paired
    client.force_login(admin)
    match = Match.objects.filter(run=run)[0]
    client.post(f"/pairing/matches/{match.pk}/decide/", {"what": "keep"})
    answer = client.post(f"/pairing/programs/{program.pk}/start/")
    path = str(answer["Location"])
    assert "About to start" in read(client, admin, path)
    run_next(now=NOW)
    text = read(client, admin, path)
    assert "Fixed by you 1" in text
    assert "has another partner than before" in text or "Nobody has another partner" in text


def test_publishing_says_how_many_are_out_and_works_without_a_dialog(
    client: Client, paired: tuple[Program, User, Run]
) -> None:
    _program, admin, run = paired
    assert "Publish 2 pairs?" in read(client, admin, f"/pairing/runs/{run.pk}/publish/")
    client.post(f"/pairing/runs/{run.pk}/publish/")
    text = read(client, admin, f"/pairing/runs/{run.pk}/")
    assert "2 proposed pairs are out." in text
    assert text.count("Proposed</span>") == 2


def test_a_pair_by_hand_that_cannot_be_comes_back_filled_with_the_reason(
    client: Client, paired: tuple[Program, User, Run]
) -> None:
    program, admin, run = paired
    leo = program.enrollments.get(person__given_name="Leo")
    jo = program.enrollments.get(person__given_name="Jo")
    User.objects.filter(pk=jo.person_id).update(manager=leo.person)
    client.force_login(admin)
    answer = client.post(f"/pairing/runs/{run.pk}/by-hand/", {"learner": jo.pk, "guide": leo.pk})
    text = answer.content.decode()
    assert "Not possible: Leo manages Jo." in text
    assert f'value="{jo.pk}" selected' in text


def test_the_mails_of_a_publication_wait_for_the_day_that_was_chosen(
    client: Client, paired: tuple[Program, User, Run]
) -> None:
    """Point 4.3: the pairs are out at once, and the days to answer count from the mails."""
    _program, admin, run = paired
    client.force_login(admin)
    day = TODAY + timedelta(days=7)
    with clock.moved_to(NOW):
        page = client.post(f"/pairing/runs/{run.pk}/publish/", {"told_on": str(day)}, follow=True).content.decode()
    assert "The mails go out on Tue 24 Nov." in page
    out = {(pair.status, pair.told_on, pair.answer_by) for pair in Relationship.objects.all()}
    assert out == {("proposed", day, day + timedelta(days=10))}


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_a_day_that_is_over_or_far_away_publishes_nothing(
    days: int, client: Client, paired: tuple[Program, User, Run]
) -> None:
    _program, admin, run = paired
    client.force_login(admin)
    with clock.moved_to(NOW):
        data = {"told_on": str(TODAY + timedelta(days=days))}
        page = client.post(f"/pairing/runs/{run.pk}/publish/", data).content.decode()
    assert "Choose a day from tomorrow on, within 60 days." in page
    assert not Relationship.objects.exists()


def test_nobody_to_pair_says_why(client: Client) -> None:
    program, admin = small_program()
    assert "Nobody to pair." in read(client, admin, f"/pairing/programs/{program.pk}/")
    amara = join(program, "Amara", "learner")
    assert "No mentors with free places." in read(client, admin, f"/pairing/programs/{program.pk}/")
    amara.application.wants = None
    amara.application.save()
    text = read(client, admin, f"/pairing/programs/{program.pk}/")
    assert "1 mentee has not answered the two questions yet." in text


def test_a_wish_is_on_no_page(client: Client) -> None:
    """D9: with and without the wish the pages say the same, but for who is paired."""
    program, admin = small_program()
    amara, leo = join(program, "Amara", "learner"), join(program, "Leo", "guide")
    Exclusion.objects.create(enrollment=amara, person=leo.person)
    run = pair_now(program, by=admin, now=NOW)
    pages = (f"runs/{run.pk}/", f"programs/{program.pk}/", f"runs/{run.pk}/by-hand/", f"runs/{run.pk}/publish/")
    told = " ".join(read(client, admin, f"/pairing/{page}") for page in pages).casefold()
    assert not [word for word in ("wish", "exclusion", "not with", "rather not") if word in told]


def test_grades_are_shown_and_corrected(client: Client) -> None:
    program, admin = small_program()
    join(program, "Amara", "learner", grade="HEO")
    join(program, "Leo", "guide", grade="Grade 7")
    assert "HEO · Grade 7" in read(client, admin, f"/pairing/programs/{program.pk}/")
    client.post(f"/pairing/programs/{program.pk}/grades/", {"grades": "HEO\nSEO\nGrade 7\n"})
    program.refresh_from_db()
    assert program.grade_order == ["HEO", "SEO", "Grade 7"]


def test_the_page_takes_the_same_queries_for_1_10_and_50_pairs(client: Client) -> None:
    counts = []
    for size in (1, 10, 50):
        program, admin = small_program()
        for number in range(size):
            join(program, f"L{number}", "learner")
        join(program, "Zed", "guide", places=size)
        join(program, "Extra", "learner")
        run = pair_now(program, by=admin, now=NOW)
        client.force_login(admin)
        client.get(f"/pairing/runs/{run.pk}/?show=all")
        with CaptureQueriesContext(connection) as queries:
            text = client.get(f"/pairing/runs/{run.pk}/?show=all").content.decode()
        assert text.count("of 100") == size
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
