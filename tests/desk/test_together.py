"""One act for many rows: shown before, done in the background, told row by row, and undone for ten minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.clock import moved_to
from core.models import AuditEvent
from core.undoing import MAIL_WAITS, UNDO_FOR
from desk.together.acts import ACTS
from desk.together.working import LEASE, work_next
from nudges.sweeping import sweep
from people.models import User
from programs import applying
from programs.models import Batch, BatchRow, Enrollment, Program
from relationships.models import OnBehalf, ProposalAnswer, Relationship, StatusChange
from tests.make import NOW, make_agreement, make_enrollment, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def admin(client: Client) -> User:
    person = make_person("Maya", "Lindqvist")
    client.force_login(person)
    return person


@pytest.fixture
def program(admin: User) -> Program:
    return make_program(admin=admin)


def applied(program: Program, n: int) -> list[Enrollment]:
    return [make_enrollment(program, make_person("Jo"), "learner", status="applied") for _number in range(n)]


def pairs(program: Program, n: int, **fields: Any) -> list[Relationship]:
    return [make_pair(program.kind, program=program, **fields) for _number in range(n)]


def begin(client: Client, program: Program, act: str, things: list[Any], **fields: Any) -> Batch:
    named = [str(thing.pk) for thing in things]
    with moved_to(NOW):
        answer = client.post(f"/programs/{program.pk}/together/begin/", {"act": act, "only": named, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return Batch.objects.latest("made_at", "id")


def post(client: Client, batch: Batch, what: str, at: Any = NOW) -> Any:
    with moved_to(at):
        return client.post(f"/together/{batch.pk}/{what}/", follow=True)


def page(client: Client, batch: Batch) -> str:
    with moved_to(NOW):
        return client.get(f"/together/{batch.pk}/").content.decode()


def states(batch: Batch) -> list[str]:
    return list(BatchRow.objects.filter(batch=batch).values_list("state", flat=True))


def test_whom_it_is_about_and_the_mail_are_shown_first_as_it_goes_out_then(
    client: Client, admin: User, program: Program
) -> None:
    """Acting, screens 1: mail to several people is asked for first, with its words."""
    rows = applied(program, 2)
    inbox = client.get("/inbox/").content.decode()
    form = re.search(r'action="(/programs/[^"]+/together/)"[^>]*>(.*?)Accept all 2</button>', inbox, re.DOTALL)
    assert form is not None
    named = re.findall(r'name="only" value="([^"]+)"', form[2])
    late = applied(program, 1)[0]
    shown = client.post(form[1], {"act": "accept", "only": named}).content.decode()
    assert "Accept 2 people?" in shown
    assert all(row.person.name in shown for row in rows)
    assert late.person.name not in shown
    assert not Batch.objects.exists()
    batch = begin(client, program, "accept", rows)
    assert work_next(now=NOW)
    assert "Done: 2" in page(client, batch)
    sweep(NOW + MAIL_WAITS - MINUTE)
    assert not mail.outbox
    sweep(NOW + MAIL_WAITS)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        assert f"<b>{letter.subject}</b>" in shown
        assert re.search(r"<p>(We will[^<]+)</p>", shown)[1] in str(letter.body)  # type: ignore[index]


def test_each_row_tells_how_it_went_and_has_its_place_in_the_audit(
    client: Client, admin: User, program: Program
) -> None:
    rows = applied(program, 3)
    batch = begin(client, program, "accept", rows)
    Enrollment.objects.filter(pk=rows[1].pk).update(status="withdrawn")
    work_next(now=NOW)
    assert states(batch) == ["done", "refused", "done"]
    assert "It stands at “Withdrawn” by now, and was left as it is." in page(client, batch)
    done = AuditEvent.objects.filter(verb="enrollment.accept", actor_id=admin.pk)
    assert {event.object_id for event in done} == {rows[0].pk, rows[2].pk}


def test_an_error_of_ours_is_told_at_its_row_and_the_rest_goes_on(
    client: Client, admin: User, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, accept = applied(program, 3), applying.accept
    batch = begin(client, program, "accept", rows)
    wrong = ACTS["accept"].do

    def break_once(row: Any, *more: Any) -> Any:
        if row.pk == rows[0].pk:
            accept(row, by=admin, now=NOW)
            raise ZeroDivisionError
        return wrong(row, *more)

    monkeypatch.setitem(ACTS, "accept", _with(ACTS["accept"], break_once))
    work_next(now=NOW)
    assert states(batch) == ["refused", "done", "done"]
    rows[0].refresh_from_db()
    assert rows[0].status == "applied"


def _with(act: Any, do: Callable[..., Any]) -> Any:
    return type(act)(**{**vars(act), "do": do})


@pytest.mark.parametrize("act", ["end", "rest"])
def test_what_was_done_to_pairs_is_undone_within_ten_minutes_and_nobody_hears_of_it(
    client: Client, admin: User, program: Program, act: str
) -> None:
    two = pairs(program, 2)
    batch = begin(client, program, act, two, reason="The summer break")
    work_next(now=NOW)
    assert not Relationship.objects.filter(status="active").exists()
    assert OnBehalf.objects.count() == 2
    assert "Undo, until 09:10" in page(client, batch)
    sweep(NOW + MINUTE)
    post(client, batch, "undo", NOW + UNDO_FOR - MINUTE)
    work_next(now=NOW + UNDO_FOR - MINUTE)
    assert states(batch) == ["undone", "undone"]
    assert Relationship.objects.filter(status="active", ended_on__isnull=True).count() == 2
    assert not StatusChange.objects.exists()
    assert not OnBehalf.objects.exists()
    sweep(NOW + 2 * MAIL_WAITS)
    assert not mail.outbox


def test_applications_wait_again_as_before(client: Client, admin: User, program: Program) -> None:
    first, second = applied(program, 2)
    Enrollment.objects.filter(pk=second.pk).update(status="waitlisted", waitlisted_at=NOW - timedelta(days=3))
    batch = begin(client, program, "accept", [first, second])
    work_next(now=NOW)
    make_pair(program.kind, program=program, learner=first.person)
    post(client, batch, "undo")
    work_next(now=NOW)
    assert states(batch) == ["kept", "undone"]
    assert f"{first.person.name} has a pair by now." in page(client, batch)
    second.refresh_from_db()
    assert (second.status, second.waitlisted_at) == ("waitlisted", NOW - timedelta(days=3))


def test_a_proposal_that_was_withdrawn_is_back_unless_its_place_is_taken(
    client: Client, admin: User, program: Program
) -> None:
    pair, gone = pairs(program, 2, status="proposed")
    batch = begin(client, program, "withdraw", [pair, gone])
    work_next(now=NOW)
    make_pair(program.kind, program=program, guide=gone.guide, place=gone.place)
    post(client, batch, "undo")
    work_next(now=NOW)
    assert states(batch) == ["undone", "kept"]
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on) == ("proposed", None)
    sweep(NOW + MAIL_WAITS)
    assert not [letter for letter in mail.outbox if "About your pairing" in letter.subject]


def test_a_reminder_is_taken_back_before_the_morning(client: Client, admin: User, program: Program) -> None:
    pair = make_pair(program.kind, program=program, status="proposed", proposed_at=NOW - timedelta(days=5))
    batch = begin(client, program, "remind", [pair], reason="A week")
    work_next(now=NOW)
    pair.refresh_from_db()
    assert Relationship.objects.filter(pk=pair.pk, reminded_at=NOW).exists()
    post(client, batch, "undo")
    work_next(now=NOW)
    pair.refresh_from_db()
    assert pair.reminded_at is None
    assert states(batch) == ["undone"]


def test_after_ten_minutes_nothing_is_undone(client: Client, admin: User, program: Program) -> None:
    batch = begin(client, program, "accept", applied(program, 1))
    work_next(now=NOW)
    assert post(client, batch, "undo", NOW + UNDO_FOR).status_code == 409
    post(client, batch, "undo", NOW + UNDO_FOR - MINUTE)
    work_next(now=NOW + MAIL_WAITS)  # the worker came late: the mail is on its way
    assert states(batch) == ["kept"]


def test_what_is_stopped_leaves_the_rest_and_says_so(client: Client, admin: User, program: Program) -> None:
    batch = begin(client, program, "accept", applied(program, 2))
    post(client, batch, "stop")
    assert not work_next(now=NOW)
    assert states(batch) == ["waiting", "waiting"]
    assert "Not done: 2" in page(client, batch)
    assert post(client, batch, "stop").status_code == 409


def test_a_worker_that_died_is_followed_by_one_that_does_the_rest_once(
    client: Client, admin: User, program: Program
) -> None:
    rows = applied(program, 3)
    batch = begin(client, program, "accept", rows)
    work_next(now=NOW)
    Enrollment.objects.filter(pk=rows[2].pk).update(status="applied", accepted_at=None)
    BatchRow.objects.filter(batch=batch, thing=rows[2].pk).update(state="waiting", done_at=None)
    Batch.objects.update(state="running", lease_until=NOW + LEASE)
    assert not work_next(now=NOW + LEASE - MINUTE)
    assert work_next(now=NOW + LEASE + MINUTE)
    assert states(batch) == ["done", "done", "done"]
    assert AuditEvent.objects.filter(verb="enrollment.accept").count() == 4, "three, and the one that was set back"


def test_five_hundred_rows_are_done_and_the_bar_says_how_far(client: Client, admin: User, program: Program) -> None:
    people = User.objects.bulk_create(
        User(given_name="Jo", family_name=f"N{number}", email=f"n{number}@example.org") for number in range(500)
    )
    rows = Enrollment.objects.bulk_create(
        Enrollment(program=program, person=person, role="learner", status="applied", applied_at=NOW)
        for person in people
    )
    batch = begin(client, program, "accept", rows)
    assert BatchRow.objects.filter(batch=batch).count() == 500
    for row in BatchRow.objects.filter(batch=batch)[:340]:
        BatchRow.objects.filter(pk=row.pk).update(state="done")
    Batch.objects.update(state="running")
    assert "340 of 500" in page(client, batch)
    assert 'http-equiv="refresh"' in page(client, batch)
    work_next(now=NOW)
    assert Enrollment.objects.filter(status="accepted").count() == 160
    assert "Done: 500" in page(client, batch)


def test_who_does_not_fit_is_left_out_and_counted(client: Client, admin: User, program: Program) -> None:
    running, over = pairs(program, 1)[0], pairs(program, 1, status="closed")[0]
    own = make_pair(program.kind, program=program, guide=admin)
    named = [str(pair.pk) for pair in (running, over, own)]
    url = f"/programs/{program.pk}/together/"
    shown = client.post(url, {"act": "end", "only": named}).content.decode()
    assert "End 1 pair?" in shown
    assert "2 of those you chose are left out" in shown
    assert client.post(url, {"act": "end", "only": [str(over.pk)]}).status_code == 409
    assert "Fill in “Why?”" in client.post(f"{url}begin/", {"act": "end", "only": named}).content.decode()
    assert "End 1 pair?" in client.post(url, {"act": "end", "every": "1"}).content.decode()


def test_more_than_are_done_at_once_are_counted(
    client: Client, admin: User, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named one by one, all of the program, or from a page that could not name them all."""
    for module in ("programs.batches", "desk.inbox.gathering"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 2)
    rows, url = applied(program, 5), f"/programs/{program.pk}/together/"
    named = [str(row.pk) for row in rows]
    for wanted in ({"only": named}, {"every": "1"}, {"only": named[:2], "beyond": "3"}):
        shown = client.post(url, {"act": "accept", **wanted}).content.decode()
        assert "Accept 2 people?" in shown
        assert "3 more wait: do it once more after this." in shown
        assert "left out" not in shown
    assert "more wait" not in client.post(url, {"act": "accept", "only": named[:1], "beyond": "x"}).content.decode()
    assert 'name="beyond" value="3"' in client.get(f"/programs/{program.pk}/applications/").content.decode()
    monkeypatch.setattr("desk.inbox.gathering.SHOWN", 1)
    inbox = client.get("/inbox/").content.decode()
    assert "Accept 2 of 5" in inbox
    assert 'name="beyond" value="3"' in inbox


@pytest.mark.parametrize(("act", "status"), [("rest", "active"), ("withdraw", "proposed"), ("end", "active")])
def test_the_mail_that_is_shown_first_is_the_one_that_goes_out(
    client: Client, admin: User, program: Program, act: str, status: str
) -> None:
    pair = pairs(program, 1, status=status)[0]
    if act == "withdraw":
        ProposalAnswer.objects.create(relationship=pair, person=pair.learner, yes=True, at=NOW)
    with moved_to(NOW):
        shown = client.post(f"/programs/{program.pk}/together/", {"act": act, "only": [str(pair.pk)]}).content.decode()
    pair.refresh_from_db()
    assert pair.status == status
    assert not StatusChange.objects.exists()
    begin(client, program, act, [pair], reason="Summer")
    work_next(now=NOW)
    sweep(NOW + MAIL_WAITS)
    letter = next(letter for letter in mail.outbox if str(pair.learner.email) in letter.to[0])
    assert f"<b>{letter.subject}</b>" in shown
    lead = re.search(r"</b></p><p>(.+?)</p>", shown)
    assert lead is not None
    assert unescape(lead[1]).split(".")[0] in str(letter.body)


def test_pairs_of_another_program_cannot_be_named(client: Client, admin: User, program: Program) -> None:
    """Nested and secondary ids (trust, 2.2, 2): of a program that one does not run, or that is not this one."""
    for foreign in (make_pair(), make_pair(program=make_program(admin=admin))):
        named = {"act": "end", "only": [str(foreign.pk)], "reason": "Why not"}
        assert client.post(f"/programs/{program.pk}/together/", named).status_code == 409
        assert client.post(f"/programs/{program.pk}/together/begin/", named).status_code == 409
    assert client.post(f"/programs/{program.pk}/together/", {"act": "end", "only": ["x"]}).status_code == 404
    assert not Batch.objects.exists()


def test_boxes_of_the_lists_lead_to_the_same_page(client: Client, admin: User, program: Program) -> None:
    pair, row = pairs(program, 1)[0], applied(program, 1)[0]
    for path, thing, act in (("/pairs/", pair, "end"), (f"/programs/{program.pk}/applications/", row, "waitlist")):
        shown = client.get(path).content.decode()
        assert f'name="only" value="{thing.pk}" form="choose"' in shown
        assert f'action="/programs/{program.pk}/together/"' in shown
        assert f'name="act" value="{act}"' in shown


def test_where_two_programs_are_listed_one_is_chosen_first(client: Client, admin: User, program: Program) -> None:
    other = make_program(admin=admin)
    pairs(program, 1)
    assert "Choose one program above" in client.get("/pairs/").content.decode()
    assert f'action="/programs/{program.pk}/together/"' in client.get(f"/pairs/?program={program.pk}").content.decode()
    assert other.name in client.get("/pairs/").content.decode()


def test_the_other_admin_stops_and_undoes_too(client: Client, admin: User, program: Program) -> None:
    noa = make_person("Noa")
    program.admin_rows.create(person=noa)
    batch = begin(client, program, "accept", applied(program, 1))
    work_next(now=NOW)
    client.force_login(noa)
    post(client, batch, "undo")
    work_next(now=NOW)
    assert states(batch) == ["undone"]
    client.force_login(make_person("Otto"))
    assert client.get(f"/together/{batch.pk}/").status_code == 404


def test_all_whose_agreement_waits_are_reminded_from_the_inbox(client: Client, admin: User, program: Program) -> None:
    for pair in pairs(program, 2, status="agreeing"):
        make_agreement(pair, signed=False)
    with moved_to(NOW):
        assert "Remind all 2" in client.get("/inbox/").content.decode()


def test_who_is_a_half_of_one_of_the_pairs_is_not_told_why_and_takes_nothing_back(
    client: Client, admin: User, program: Program
) -> None:
    """Decision 0020: the reason stands on the page of the batch too, and the second person decides there too."""
    noa, olga = make_person("Noa"), make_person("Olga")
    for person in (noa, olga):
        program.admin_rows.create(person=person)
    two = [make_pair(program.kind, program=program, guide=noa), *pairs(program, 1)]
    batch = begin(client, program, "end", two, reason="Zq is on sick leave")

    def told(person: User) -> list[bool]:
        client.force_login(person)
        with moved_to(NOW):
            row = client.get(f"/api/v1/batches/{batch.pk}/").json()
            texts = [page(client, batch), str(client.get("/api/v1/batches/").json())]
        can = [f"/together/{batch.pk}/{verb}/" in texts[0] for verb in ("stop", "undo")]
        return [*("Zq is on" in text for text in texts), row["undo_until"] is not None, *can]

    assert told(olga) == [True, True, False, True, False]
    assert told(noa) == [False] * 5
    assert post(client, batch, "stop").status_code == 403
    work_next(now=NOW)
    assert told(olga) == [True, True, True, False, True]
    assert told(noa) == [False] * 5
    refused = post(client, batch, "undo")
    assert refused.status_code == 403
    assert "one of these pairs is yours" in refused.content.decode()
    seen = {"If-Match": client.get(f"/api/v1/batches/{batch.pk}/").headers["ETag"]}
    assert client.post(f"/api/v1/batches/{batch.pk}/undo/", {}, "application/json", headers=seen).status_code == 403
    assert states(batch) == ["done", "done"]
    client.force_login(olga)
    post(client, batch, "undo")
    work_next(now=NOW)
    assert states(batch) == ["undone", "undone"]
