"""Every cause of the inbox: there when it holds, gone when it does not, and never quoting what a pair wrote."""

from __future__ import annotations

import re
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
from people import profiles
from people.models import ImportJob, User
from programs.models import Enrollment, Program
from relationships.models import Relationship, StatusChange
from surveys import helping
from tests.doors.asking import masked
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


def in_one_line(program: Program, admin: User) -> None:
    pair = make_pair(program=program)
    make_session(pair)
    User.objects.filter(pk=pair.learner_id).update(manager=pair.guide)


def bounced(program: Program, admin: User) -> None:
    person = make_person("Kim")
    make_enrollment(program, person, "guide")
    make_nudge(person, None, "invitation", "bounced")


def applied(program: Program, admin: User) -> None:
    make_enrollment(program, make_person("Jo"), "learner", status="applied")


def unanswered(program: Program, admin: User) -> None:
    make_pair(program=program, status="proposed", proposed_at=NOW - timedelta(days=8))


def fell_through(program: Program, admin: User) -> None:
    make_session(make_pair(program=program))
    pair = make_pair(program=program, status="proposed", place=2)
    pair.say_no(by=pair.guide, now=NOW)


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


def asks_for_deletion(program: Program, admin: User) -> None:
    """Only an organization admin can act on it, so only one sees it."""
    admin.is_org_admin = True
    admin.save()
    person = make_person("Amara")
    profiles.ask_for_deletion(person, by=person, now=NOW)


SCENARIOS: dict[str, Callable[[Program, User], None]] = {
    "help": help_asked, "leaver": leaver, "line": in_one_line, "bounced": bounced,
    "applications": applied, "unanswered": unanswered, "fell_through": fell_through,
    "alone": alone, "unsigned": unsigned, "not_begun": not_begun, "quiet": quiet, "half_over": half_over,
    "ending": ending, "erasure": asks_for_deletion, "import": held_import,
}  # fmt: skip


def desk_of(admin: User) -> Desk:
    return Desk(me=admin, programs=list(Program.objects.run_by(admin).values_list("pk", flat=True)), now=NOW)


def keys_for(admin: User) -> list[str]:
    return [cause.key for cause in CAUSES if cause.find(desk_of(admin)).exists()]


def the_pair_of(scenario: Callable[[Program, User], None], program: Program, admin: User) -> Relationship:
    scenario(program, admin)
    return Relationship.objects.get()


@pytest.mark.parametrize("key", [cause.key for cause in CAUSES])
def test_a_cause_shows_alone_when_it_holds_and_its_page_says_it(
    key: str, client: Client, admin: User, program: Program
) -> None:
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


def test_a_cause_goes_by_itself(admin: User, program: Program) -> None:
    unsigned(program, admin)
    make_agreement(Relationship.objects.get())
    assert keys_for(admin) == []


def test_whoever_only_began_an_application_stays_unknown_when_their_mail_comes_back() -> None:
    admin = make_person("Maya")
    bounced(make_program(admin=admin), admin)
    assert keys_for(admin) == ["bounced"]
    Enrollment.objects.update(status="draft")
    assert keys_for(admin) == []


@pytest.mark.parametrize("end", ["learner", "guide", "clock"])
def test_who_said_no_and_that_it_was_a_no_stays_unsaid(end: str, admin: User, program: Program) -> None:
    """S1-29: a no, from either half, and ten days of silence read the same."""
    pair = make_pair(program=program, status="proposed")
    if end == "clock":
        pair.lapse(now=NOW + timedelta(days=9))
    else:
        pair.say_no(by=getattr(pair, end), now=NOW)
    desk = desk_of(admin)
    [cause] = [cause for cause in CAUSES if cause.find(desk).exists()]
    [row] = [cause.row_of(found, desk) for found in cause.find(desk)]
    assert (cause.key, row.words, row.since) == ("fell_through", "This pair did not come about.", None)


def test_a_proposal_that_the_admin_withdrew_or_that_was_followed_by_another_is_no_news(
    admin: User, program: Program
) -> None:
    withdrawn, followed = (make_pair(program=program, status="proposed") for _ in range(2))
    withdrawn.lapse(by=admin, now=NOW)
    followed.say_no(by=followed.guide, now=NOW)
    assert keys_for(admin) == ["fell_through"]
    make_session(make_pair(program=program, learner=followed.learner))
    assert "fell_through" not in keys_for(admin)


def test_a_proposal_whose_mails_wait_is_not_late(admin: User, program: Program) -> None:
    unanswered(program, admin)
    Relationship.objects.update(told_on=TODAY - timedelta(days=6))
    assert keys_for(admin) == []
    Relationship.objects.update(told_on=TODAY - timedelta(days=7))
    assert keys_for(admin) == ["unanswered"]


def test_a_proposal_is_withdrawn_from_the_inbox(client: Client, admin: User, program: Program) -> None:
    pair = the_pair_of(unanswered, program, admin)
    client.force_login(admin)
    client.post(f"/pairs/{pair.pk}/withdraw/")
    pair.refresh_from_db()
    assert pair.status == "lapsed"


def test_a_pair_is_ended_from_the_inbox_when_somebody_has_left(client: Client, admin: User, program: Program) -> None:
    """Point 5.8: the row leads to a page that says what happens, and its button ends it."""
    pair = the_pair_of(leaver, program, admin)
    client.force_login(admin)
    path = f"/pairs/{pair.pk}/leaver/"
    assert path in client.get("/inbox/").content.decode()
    assert f"{pair.learner.first_name} gets a mail that it has ended" in client.get(path).content.decode()
    client.post(path)
    pair.refresh_from_db()
    assert (pair.status, pair.ended_by) == ("ended", None)
    assert keys_for(admin) == []


def test_when_both_have_left_nobody_is_told(client: Client, admin: User, program: Program) -> None:
    pair = the_pair_of(leaver, program, admin)
    User.objects.filter(pk=pair.learner_id).update(is_active=False)
    client.force_login(admin)
    assert "Both have left." in client.get("/inbox/").content.decode()
    assert "Nobody gets a mail." in client.get(f"/pairs/{pair.pk}/leaver/").content.decode()


def test_a_pair_of_two_who_are_here_is_not_ended_by_the_program(client: Client, admin: User, program: Program) -> None:
    pair = make_pair(program=program)
    client.force_login(admin)
    assert client.get(f"/pairs/{pair.pk}/leaver/").status_code == 409
    assert client.post(f"/pairs/{pair.pk}/leaver/").status_code == 409


def test_a_proposal_to_somebody_who_left_is_withdrawn_and_not_ended(
    client: Client, admin: User, program: Program
) -> None:
    pair = the_pair_of(unanswered, program, admin)
    User.objects.filter(pk=pair.guide_id).update(is_active=False)
    client.force_login(admin)
    page = client.get("/inbox/").content.decode()
    assert f"/pairs/{pair.pk}/withdraw/" in page
    assert "/leaver/" not in page


def test_the_facts_of_a_pair_are_for_those_who_run_its_program(client: Client, admin: User, program: Program) -> None:
    pair = make_pair(program=program)
    make_session(pair)
    client.force_login(admin)
    page = client.get(f"/pairs/{pair.pk}/facts/").content.decode()
    assert "What they write is not shown to you." in page
    assert "Every four weeks" not in page
    client.force_login(pair.learner)
    assert client.get(f"/pairs/{pair.pk}/facts/").status_code == 403
    client.force_login(make_person("Otto"))
    assert client.get(f"/pairs/{pair.pk}/facts/").status_code == 404


def test_the_facts_of_a_pair_tell_a_day_once_and_nothing_of_answers(
    client: Client, admin: User, program: Program
) -> None:
    """Two mails or one, and at which hour, would tell who has not answered (C16, S1-29)."""
    pair = make_pair(program=program)
    for kind in ("session-planned", *TELL_OF_ANSWERS):
        for hours, person in enumerate((pair.learner, pair.guide)):
            make_nudge(person, pair, kind, "sent", sent_at=NOW + timedelta(hours=hours))
    client.force_login(admin)
    page = client.get(f"/pairs/{pair.pk}/facts/").content.decode()
    assert page.count("<li>Planned") == 1
    reminders = page.partition('id="reminders"')[2].partition("</section>")[0]
    assert reminders.count("<li>") == 1


def test_a_reminder_of_one_half_does_not_stand_among_the_facts(client: Client, admin: User, program: Program) -> None:
    """In Auckland a day begins before it does in Los Angeles: the day of the mail would tell which of the two has not
    answered, and the end of the proposal then who said no (S1-29)."""
    pair = make_pair(program=program, status="proposed")
    client.force_login(admin)
    pages = set()
    for person in (pair.learner, pair.guide):
        Nudge.objects.all().delete()
        for kind in ("proposal", "proposal-answer", "proposal-again"):
            day = timedelta(days=person == pair.guide)
            make_nudge(person, pair, kind, "sent", sent_at=NOW + day)
        pages.add(masked(client.get(f"/pairs/{pair.pk}/facts/")))
    assert len(pages) == 1


@pytest.mark.parametrize("kind", ["check-in", "look-back"])
def test_who_was_asked_and_when_is_no_fact_of_a_pair(client: Client, admin: User, kind: str) -> None:
    """Who answered or looked back is asked no more: the days of the mails would tell that and when."""
    pair = make_pair("mentoring", program=make_program("mentoring", admin=admin))
    client.force_login(admin)
    before = masked(client.get(f"/pairs/{pair.pk}/facts/"))
    make_nudge(pair.learner, pair, kind, "sent", sent_at=NOW)
    assert masked(client.get(f"/pairs/{pair.pk}/facts/")) == before


def test_a_reminder_of_an_earlier_silence_is_not_one_of_this(client: Client, admin: User, program: Program) -> None:
    quiet(program, admin)
    client.force_login(admin)
    asked = "a reminder has gone out since"
    with moved_to(NOW):
        assert asked in client.get("/inbox/").content.decode()
        Nudge.objects.update(sent_at=NOW - timedelta(days=51))
        assert asked not in client.get("/inbox/").content.decode()


def test_who_left_before_both_answered_may_have_said_yes(client: Client, admin: User, program: Program) -> None:
    pair = make_pair(program=program, status="proposed")
    pair.say_yes(by=pair.guide, now=NOW)
    User.objects.filter(pk=pair.guide_id).update(is_active=False)
    client.force_login(admin)
    page = client.get("/inbox/").content.decode()
    assert f"{pair.guide.name} has left before both have answered." in page


def test_every_mail_about_a_pair_has_a_name_for_the_facts() -> None:
    about_nobody = {"invitation", "accepted", "promoted", "questions-open", "help-wanted", "help-unanswered"}
    assert set(REMINDERS) == set(KINDS) - about_nobody - {*TELL_OF_ANSWERS}


def test_an_act_of_the_inbox_leads_back_to_the_inbox(client: Client, admin: User, program: Program) -> None:
    applied(program, admin)
    unanswered(program, admin)
    client.force_login(admin)
    here = f"/inbox/?program={program.pk}"
    with moved_to(NOW):
        acts = re.findall(r'action="([^"]+/(?:accept|remind|withdraw)/)"', client.get(here).content.decode())
        assert len(acts) == 3
        for url in acts:
            assert client.post(url, {"next": here}).headers["Location"] == here


def test_groups_are_open_but_folded_on_a_phone_that_says_so(client: Client, admin: User, program: Program) -> None:
    applied(program, admin)
    client.force_login(admin)
    assert "<details open><summary>" in client.get("/inbox/").content.decode()
    assert "<details><summary>" in client.get("/inbox/", headers={"sec-ch-ua-mobile": "?1"}).content.decode()


def test_quiet_pairs_that_were_reminded_stand_folded_and_no_count_takes_them_in(
    client: Client, admin: User, program: Program
) -> None:
    """Screen 2: two parts, and only what wants a decision is one."""
    quiet(program, admin)
    client.force_login(admin)
    with moved_to(NOW):
        only_quiet = client.get("/inbox/").content.decode()
        assert "decision waits" not in client.get("/").content.decode()
    assert "Nothing needs you. 1 pair is getting on with it." in only_quiet
    assert "Waiting for a decision" not in only_quiet
    assert 'data-kind="primary"' not in only_quiet.partition("<main")[2]
    applied(program, admin)
    with moved_to(NOW):
        page = client.get("/inbox/").content.decode()
        assert "1 decision waits in your inbox." in client.get("/").content.decode()
    parts = re.findall(r"<h2[^>]*>([^<]+ \(\d+\))</h2>", page)
    assert parts == ["Waiting for a decision (1)", "Quiet, already reminded (1)"]
    assert "<span>1 decision</span>" in page
    [folded] = re.findall(r'<details(?: open)?><summary>(?:(?!<summary>).)*id="g-quiet"', page)
    assert " open>" not in folded.partition("<summary>")[0]
