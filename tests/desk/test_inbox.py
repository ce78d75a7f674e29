"""Every cause of the inbox: there when it holds, gone when it does not, and never quoting what a pair wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from desk.facts import REMINDERS
from desk.inbox.causes import CAUSES
from desk.inbox.entry import Desk
from nudges.kinds import KINDS
from nudges.models import Nudge
from nudges.querysets import TELL_OF_ANSWERS
from people.models import ImportJob, User
from programs.models import Program
from relationships.models import Relationship, StatusChange
from surveys import helping
from tests.make import NOW, TODAY, make_agreement, make_enrollment, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=60)


def said_yes(pair: Relationship, days: int) -> None:
    first = pair.rules_of_kind.AFTER_YES
    at = NOW - timedelta(days=days)
    StatusChange.objects.create(relationship=pair, from_status="proposed", to_status=first, at=at)


def make_nudge(person: User, pair: Relationship | None, kind: str, state: str, **fields: Any) -> Nudge:
    return Nudge.objects.create(
        recipient=person, relationship=pair, kind=kind, category="morning", fact=person.pk, offset="0", revision="0",
        key=f"{kind}:{person.pk}:{state}", due_at=NOW, stale_after=NOW, state=state, noticed_at=NOW, **fields,
    )  # fmt: skip


def help_asked(program: Program, admin: User) -> None:
    program.help_contact = admin
    program.save()
    pair = make_pair(program=program)
    make_session(pair)
    helping.ask(pair, "secret words", by=pair.learner, now=NOW)


def leaver(program: Program, admin: User) -> None:
    pair = make_pair(program=program)
    make_session(pair)
    User.objects.filter(pk=pair.guide_id).update(is_active=False)


def bounced(program: Program, admin: User) -> None:
    person = make_person("Kim")
    make_enrollment(program, person, "guide")
    make_nudge(person, None, "invitation", "bounced")


def applied(program: Program, admin: User) -> None:
    make_enrollment(program, make_person("Jo"), "learner", status="applied")


def unanswered(program: Program, admin: User) -> None:
    make_pair(program=program, status="proposed", proposed_at=NOW - timedelta(days=8))


def alone(program: Program, admin: User) -> None:
    make_session(make_pair(program=program))
    make_enrollment(program, make_person("Jo"), "learner", applied_at=LONG_AGO)


def unsigned(program: Program, admin: User) -> None:
    pair = make_pair(program=program, status="agreeing")
    said_yes(pair, 15)
    make_session(pair)


def not_begun(program: Program, admin: User) -> None:
    said_yes(make_pair(program=program), 22)


def quiet(program: Program, admin: User) -> None:
    pair = make_pair(program=program)
    make_session(pair, status="held", starts_at=NOW - timedelta(days=50))
    make_nudge(pair.learner, pair, "quiet", "sent", sent_at=NOW)


def half_over(program: Program, admin: User) -> None:
    pair = make_pair(
        "coaching", program=make_program("coaching", admin=admin),
        starts_on=TODAY - timedelta(days=100), ends_on=TODAY + timedelta(days=80),
    )  # fmt: skip
    make_session(pair)


def ending(program: Program, admin: User) -> None:
    pair = make_pair(
        "coaching", program=make_program("coaching", admin=admin), status="closing",
        starts_on=TODAY - timedelta(days=100), ends_on=TODAY + timedelta(days=10),
    )  # fmt: skip
    make_session(pair)


def held_import(program: Program, admin: User) -> None:
    ImportJob.objects.create(by=admin, file_name="people.csv", status="check", made_at=NOW)


SCENARIOS: dict[str, Callable[[Program, User], None]] = {
    "help": help_asked, "leaver": leaver, "bounced": bounced, "applications": applied, "unanswered": unanswered,
    "alone": alone, "unsigned": unsigned, "not_begun": not_begun, "quiet": quiet, "half_over": half_over,
    "ending": ending, "import": held_import,
}  # fmt: skip


def keys_for(admin: User) -> list[str]:
    desk = Desk(me=admin, programs=list(Program.objects.run_by(admin).values_list("pk", flat=True)), now=NOW)
    return [cause.key for cause in CAUSES if cause.find(desk).exists()]


@pytest.mark.parametrize("key", [cause.key for cause in CAUSES])
def test_a_cause_shows_alone_when_it_holds_and_its_page_says_it(key: str, client: Client) -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    assert keys_for(admin) == []
    SCENARIOS[key](program, admin)
    assert keys_for(admin) == [key]
    client.force_login(admin)
    with moved_to(NOW):
        page = client.get("/inbox/").content.decode()
    assert str(next(cause.heading for cause in CAUSES if cause.key == key)) in page
    assert "secret words" not in page


@pytest.mark.parametrize("key", [cause.key for cause in CAUSES])
def test_the_admin_of_another_program_sees_nothing_of_it(key: str) -> None:
    admin, other = make_person("Maya"), make_person("Mona")
    make_program(admin=other)
    SCENARIOS[key](make_program(admin=admin), admin)
    assert keys_for(other) == []


def test_a_cause_goes_by_itself() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    unsigned(program, admin)
    make_agreement(Relationship.objects.get())
    assert keys_for(admin) == []


def test_an_empty_inbox_says_so(client: Client) -> None:
    admin = make_person("Maya")
    make_program(admin=admin)
    client.force_login(admin)
    assert "Nothing needs you." in client.get("/inbox/").content.decode()


def test_a_proposal_is_withdrawn_from_the_inbox(client: Client) -> None:
    admin = make_person("Maya")
    unanswered(make_program(admin=admin), admin)
    pair = Relationship.objects.get()
    client.force_login(admin)
    client.post(f"/pairs/{pair.pk}/withdraw/")
    pair.refresh_from_db()
    assert pair.status == "lapsed"


def test_the_facts_of_a_pair_are_for_those_who_run_its_program(client: Client) -> None:
    admin = make_person("Maya")
    pair = make_pair(program=make_program(admin=admin))
    make_session(pair)
    client.force_login(admin)
    page = client.get(f"/pairs/{pair.pk}/facts/").content.decode()
    assert "What they write is not shown to you." in page
    assert "Every four weeks" not in page
    client.force_login(pair.learner)
    assert client.get(f"/pairs/{pair.pk}/facts/").status_code == 403
    client.force_login(make_person("Otto"))
    assert client.get(f"/pairs/{pair.pk}/facts/").status_code == 404


def test_the_facts_of_a_pair_tell_a_day_once_and_nothing_of_answers(client: Client) -> None:
    """Two mails or one, and at which hour, would tell who has not answered (C16, S1-29)."""
    admin = make_person("Maya")
    pair = make_pair(program=make_program(admin=admin))
    for kind in ("session-planned", "check-in", "fell-through"):
        for hours, person in enumerate((pair.learner, pair.guide)):
            make_nudge(person, pair, kind, "sent", sent_at=NOW + timedelta(hours=hours))
    client.force_login(admin)
    page = client.get(f"/pairs/{pair.pk}/facts/").content.decode()
    assert page.count("<li>Planned") == 1
    assert "check-in" not in page
    assert "fell-through" not in page
    assert "session-planned" not in page


def test_every_mail_about_a_pair_has_a_name_for_the_facts() -> None:
    about_nobody_or_answers = {"invitation", "accepted", "promoted", "help-wanted", *TELL_OF_ANSWERS}
    assert set(REMINDERS) == set(KINDS) - about_nobody_or_answers
