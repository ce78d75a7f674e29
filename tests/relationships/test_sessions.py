"""Sessions: planned, moved, called off, held, missed, left open. Either half does each of these."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from core.errors import NotPossible
from people.models import User
from relationships import holding, scheduling
from relationships.models import Relationship, Session, SessionLog
from relationships.querysets import READABLE_DAYS
from tests.make import NOW, TODAY, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db

BERLIN = "Europe/Berlin"
FACTS: dict[str, Any] = {"zone": BERLIN, "minutes": 60, "form": "video"}


def at(day: int, hour: int = 15, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour)  # noqa: DTZ001  (a wall clock)


def behind(pair: Relationship, **fields: Any) -> Session:
    return make_session(pair, **{"starts_at": NOW - timedelta(hours=2), **fields})


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_either_half_plans(kind: str, role: str) -> None:
    pair = make_pair(kind)
    session = scheduling.plan(pair, wall=at(24), **FACTS, by=getattr(pair, role), now=NOW)
    assert session.starts_at == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert session.zone == BERLIN


def test_a_stranger_plans_nothing(outsider: User) -> None:
    pair = make_pair()
    with pytest.raises(PermissionDenied):
        scheduling.plan(pair, wall=at(24), **FACTS, by=outsider, now=NOW)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2027, 3, 28, 2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # noqa: DTZ001  does not exist: 03:30
        (datetime(2027, 3, 28, 3, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # noqa: DTZ001
        (datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # noqa: DTZ001  twice: the first
        (datetime(2026, 10, 25, 3, 30), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),  # noqa: DTZ001
    ],
)
def test_wall_time_on_the_days_when_clocks_change(wall: datetime, utc: datetime) -> None:
    assert scheduling.moment(wall, BERLIN) == utc


def test_a_time_that_has_passed_is_not_planned() -> None:
    pair = make_pair()
    with pytest.raises(NotPossible, match="passed"):
        scheduling.plan(pair, wall=at(16), **FACTS, by=pair.guide, now=NOW)


@pytest.mark.parametrize("status", ["proposed", "paused", "closed"])
def test_nothing_is_planned_while_they_do_not_work_together(status: str) -> None:
    pair = make_pair("coaching", status=status)
    with pytest.raises(NotPossible):
        scheduling.plan(pair, wall=at(24), **FACTS, by=pair.guide, now=NOW)


def test_nothing_is_planned_after_the_end_date() -> None:
    pair = make_pair("coaching", ends_on=date(2026, 11, 20))
    with pytest.raises(NotPossible, match="new end date"):
        scheduling.plan(pair, wall=at(24), **FACTS, by=pair.guide, now=NOW)
    scheduling.plan(pair, wall=at(20), **FACTS, by=pair.guide, now=NOW)


def test_two_people_do_not_meet_twice_at_one_time() -> None:
    pair = make_pair()
    first = scheduling.plan(pair, wall=at(24), **FACTS, by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="Tue 24 Nov, 15:00 already"):
        scheduling.plan(pair, wall=at(24, 14) + timedelta(minutes=30), **FACTS, by=pair.guide, now=NOW)
    second = scheduling.plan(pair, wall=at(24, 16), **FACTS, by=pair.guide, now=NOW)
    with pytest.raises(NotPossible, match="Pick another time"):
        scheduling.move(second, wall=at(24), **FACTS, revision=0, by=pair.guide, now=NOW)
    later = {"wall": at(24) - timedelta(minutes=15), **FACTS}
    scheduling.move(first, **later, revision=0, by=pair.guide, now=NOW)  # into its own hour


def test_a_move_that_changes_nothing_is_none_and_mails_nobody() -> None:
    pair = make_pair()
    session = scheduling.plan(pair, wall=at(24), **FACTS, by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="Nothing is different yet"):
        scheduling.move(session, wall=at(24), **FACTS, revision=0, by=pair.learner, now=NOW)
    session.refresh_from_db()
    assert session.revision == 0
    longer = {**FACTS, "minutes": 90}
    assert scheduling.move(session, wall=at(24), **longer, revision=0, by=pair.learner, now=NOW).minutes == 90


def test_a_link_that_is_none_is_told_how_to_write_it(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    form = {"wall": "2026-11-24T08:00", "minutes": "60", "form": "video", "link": "javascript:alert(1)"}
    with moved_to(NOW):
        page = client.post(f"/pairs/{pair.pk}/plan/", form).content.decode()
    assert "Write the whole address, such as https://" in page


def test_who_plans_reads_what_the_other_clock_shows(client: Client) -> None:
    half = make_person("Amara", time_zone=BERLIN)
    pair = make_pair(status="active", guide=make_person("Leo", time_zone="America/New_York"), learner=half)
    client.force_login(pair.learner)
    form = {"wall": "2026-11-24T08:00", "minutes": "60", "form": "video"}
    with moved_to(NOW):
        page = client.post(f"/pairs/{pair.pk}/plan/", form, follow=True).content.decode()
    assert "Planned: Tue 24 Nov, 08:00 (02:00 for Leo)." in page


def test_a_form_sent_twice_plans_once() -> None:
    pair = make_pair()
    scheduling.plan(pair, wall=at(24), **FACTS, by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        scheduling.plan(pair, wall=at(24), **FACTS, by=pair.guide, now=NOW)
    assert Session.objects.count() == 1


def test_moving_raises_the_revision_and_the_slower_half_learns_it() -> None:
    pair = make_pair()
    session = make_session(pair)
    scheduling.move(session, wall=at(25), **FACTS, revision=0, by=pair.guide, now=NOW)
    assert session.revision == 1
    with pytest.raises(NotPossible, match="Wed 25 Nov"):
        scheduling.move(session, wall=at(26), **FACTS, revision=0, by=pair.learner, now=NOW)
    assert Session.objects.get().day == date(2026, 11, 25)


def test_calling_off_keeps_who_and_when_and_the_notice_follows() -> None:
    pair = make_pair()
    session = make_session(pair, starts_at=NOW + timedelta(days=3))
    scheduling.call_off(session, by=pair.learner, now=NOW)
    assert (session.status, session.cancelled_by, session.notice) == ("cancelled", pair.learner, timedelta(days=3))
    assert session.revision == 1


def test_what_has_begun_is_not_called_off() -> None:
    pair = make_pair()
    session = behind(pair)
    with pytest.raises(NotPossible):
        scheduling.call_off(session, by=pair.learner, now=NOW)
    assert Session.objects.get().status == "planned"


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_either_half_logs_with_an_empty_agenda(kind: str, role: str) -> None:
    pair = make_pair(kind)
    session = behind(pair)
    holding.hold(session, minutes=45, form="phone", by=getattr(pair, role), now=NOW)
    assert (session.status, session.minutes, session.logged_by) == ("held", 45, getattr(pair, role))


def test_a_session_is_logged_once_and_the_second_is_told_who_was_first() -> None:
    pair = make_pair(guide=None)
    session = behind(pair)
    same = Session.objects.get(pk=session.pk)
    holding.hold(session, minutes=45, form="video", by=pair.guide, now=NOW)
    with pytest.raises(NotPossible, match=f"{pair.guide.first_name} has logged this already"):
        holding.hold(same, minutes=60, form="video", by=pair.learner, now=NOW)
    row = Session.objects.get()
    assert (row.minutes, row.logged_by) == (45, pair.guide)


def test_the_other_half_confirms_and_nobody_confirms_themselves() -> None:
    pair = make_pair()
    session = behind(pair)
    holding.hold(session, minutes=45, form="video", by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        holding.confirm(session, by=pair.guide, now=NOW)
    holding.confirm(session, by=pair.learner, now=NOW)
    assert session.confirmed_by == pair.learner


def test_a_correction_asks_the_other_half_again() -> None:
    pair = make_pair()
    session = behind(pair)
    holding.hold(session, minutes=45, form="video", by=pair.guide, now=NOW)
    holding.confirm(session, by=pair.learner, now=NOW)
    seen = session.logged_at
    later = NOW + timedelta(minutes=5)
    holding.correct(session, day=TODAY, minutes=30, form="video", seen=seen, by=pair.learner, now=later)
    assert (session.minutes, session.logged_by, session.confirmed_by) == (30, pair.learner, None)
    with pytest.raises(NotPossible):
        holding.correct(session, day=TODAY, minutes=90, form="video", seen=seen, by=pair.guide, now=later)
    assert Session.objects.get().minutes == 30


def test_a_day_to_come_is_refused_with_the_day_that_was_meant() -> None:
    pair = make_pair("coaching")
    session = behind(pair)
    with pytest.raises(holding.Future, match=r"cannot be in the future\. Did you mean 17 Nov\?") as refusal:
        holding.hold(session, day=date(2026, 12, 17), minutes=60, form="video", by=pair.guide, now=NOW)
    assert refusal.value.meant == TODAY
    assert Session.objects.get().status == "planned"


@pytest.mark.parametrize(("days", "is_open"), [(14, True), (15, False)])
def test_s0_14_logging_stays_open_fourteen_days_after_the_end(days: int, is_open: bool) -> None:
    end = TODAY - timedelta(days=days)
    pair = make_pair("coaching", ends_on=end)
    session = make_session(pair, starts_at=NOW - timedelta(days=days))
    if is_open:
        holding.hold(session, minutes=60, form="video", by=pair.guide, now=NOW)
        assert session.status == "held"
    else:
        with pytest.raises(NotPossible, match=r"ended on 2 Nov\. Ask for a new end date, or close it\."):
            holding.hold(session, minutes=60, form="video", by=pair.guide, now=NOW)


def test_s0_14_a_session_after_the_end_date_is_not_logged() -> None:
    pair = make_pair("coaching", ends_on=TODAY - timedelta(days=3))
    with pytest.raises(NotPossible, match="Ask for a new end date, or close it"):
        holding.log_unplanned(pair, day=TODAY, minutes=60, form="video", zone="UTC", by=pair.guide, now=NOW)
    assert not Session.objects.exists()


def test_why_it_did_not_take_place_is_sealed() -> None:
    pair = make_pair()
    session = behind(pair)
    holding.miss(session, why="could_not", by=pair.guide, now=NOW)
    assert session.status == "missed"
    assert SessionLog.objects.get().why == "One of us could not come"
    assert "could_not" not in str(SessionLog.objects.values_list("what_happened", flat=True).get())


def test_a_session_to_come_cannot_have_been_missed() -> None:
    pair = make_pair()
    with pytest.raises(NotPossible):
        holding.miss(make_session(pair), why="skipped", by=pair.guide, now=NOW)


def test_a_day_of_another_year_is_asked_about_before_it_is_logged() -> None:
    pair = make_pair()
    long_ago = TODAY.replace(year=TODAY.year - 10)
    with pytest.raises(NotPossible, match=r"more than a year ago\. Did you mean another year\?"):
        holding.log_unplanned(pair, day=long_ago, minutes=60, form="video", zone="UTC", by=pair.guide, now=NOW)


def test_an_unplanned_session_near_a_logged_one_is_asked_about() -> None:
    pair = make_pair()
    logged = behind(pair)
    holding.hold(logged, minutes=45, form="video", by=pair.guide, now=NOW)
    facts: dict[str, Any] = {"day": TODAY, "minutes": 45, "form": "video", "zone": "UTC"}
    with pytest.raises(holding.AlreadyThere) as near:
        holding.log_unplanned(pair, **facts, by=pair.learner, now=NOW)
    assert near.value.session == logged
    assert Session.objects.count() == 1
    holding.log_unplanned(pair, **facts, another=True, by=pair.learner, now=NOW)
    assert Session.objects.count() == 2


def test_what_nobody_confirms_is_left_as_not_confirmed_and_can_still_be_logged() -> None:
    pair = make_pair()
    session = make_session(pair, starts_at=NOW - timedelta(days=8))
    fresh = make_session(pair, starts_at=NOW - timedelta(days=6))
    assert holding.mark_all_unconfirmed(NOW) == 1
    session.refresh_from_db()
    fresh.refresh_from_db()
    assert (session.status, fresh.status) == ("unknown", "planned")
    holding.hold(session, minutes=60, form="video", by=pair.learner, now=NOW)
    assert session.status == "held"


def test_s0_13_sessions_are_counted_as_held_of_planned() -> None:
    program = make_program("coaching", sessions_planned=6)
    pair = make_pair("coaching", program=program)
    for days in (30, 20, 10):
        holding.hold(
            make_session(pair, starts_at=NOW - timedelta(days=days)), minutes=60, form="video", by=pair.guide, now=NOW
        )
    make_session(pair)
    assert holding.held_of(pair) == (3, 6)


def test_the_next_one_is_offered_one_cadence_later_at_the_same_wall_time() -> None:
    pair = make_pair(cadence_days=28)
    before_the_change = datetime(2026, 10, 20, 13, tzinfo=UTC)  # 15:00 in Berlin, summer time
    session = make_session(pair, starts_at=before_the_change)
    wall = scheduling.next_suggestion(session, NOW)
    assert wall == at(17)
    assert scheduling.next_suggestion(session, NOW + timedelta(days=1)) is None


def test_a_coaching_begins_closer_and_grows_wider() -> None:
    """The cadence of coaching: two weeks twice, then three, then four; a closer rhythm of the two stays."""
    pair = make_pair("coaching", cadence_days=28, ends_on=date(2028, 1, 1))
    day, steps = NOW, []
    for _number in range(5):
        session = make_session(pair, status="held", starts_at=day)
        wall = scheduling.next_suggestion(session, day)
        assert wall is not None
        steps.append((wall.date() - session.day).days)
        day = scheduling.moment(wall, session.zone)
    assert steps == [14, 14, 21, 28, 28]
    make_session(pair, status="missed", starts_at=NOW - timedelta(days=9))
    assert scheduling.days_to_next(pair.sessions.get(starts_at=NOW)) == 14
    weekly = make_pair("coaching", cadence_days=7)
    assert scheduling.days_to_next(make_session(weekly)) == 7


def test_nothing_is_offered_after_the_end_date() -> None:
    pair = make_pair("coaching", ends_on=date(2026, 11, 30), cadence_days=28)
    assert scheduling.next_suggestion(make_session(pair, starts_at=NOW), NOW) is None


@pytest.mark.parametrize("status", ["held", "planned"])
def test_what_took_place_is_not_rewritten_once_it_is_over(status: str) -> None:
    """After the end both read what they shared; nobody unmakes a session any more."""
    pair = make_pair(status="ended", ended_on=TODAY)
    logged = {"logged_by": pair.learner, "logged_at": NOW} if status == "held" else {}
    session = behind(pair, status=status, **logged)
    with pytest.raises(NotPossible):
        holding.miss(session, why="skipped", seen=session.logged_at, by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        holding.confirm(session, by=pair.guide, now=NOW)
    session.refresh_from_db()
    assert (session.status, session.confirmed_at) == (status, None)


def test_after_the_days_for_logging_nothing_is_called_missed() -> None:
    """C8: fourteen days after the end date of a coaching."""
    pair = make_pair("coaching", status="closing", ends_on=TODAY - timedelta(days=15))
    session = behind(pair, starts_at=NOW - timedelta(days=20))
    with pytest.raises(NotPossible, match="ended on"):
        holding.miss(session, why="skipped", by=pair.guide, now=NOW)


@pytest.mark.parametrize(
    ("kind", "places", "form"),
    [
        ("mentoring", ("Lisbon", "lisbon "), "in_person"),
        ("mentoring", ("Lisbon", "Suva"), "video"),
        ("mentoring", ("", ""), "video"),
        ("coaching", ("Lisbon", "Lisbon"), "video"),
    ],
)
def test_where_to_meet_first_is_proposed_by_kind_and_place_and_never_forced(
    client: Client, kind: str, places: tuple[str, str], form: str
) -> None:
    """S4-25, C10: a mentoring at one site starts in person, at two by video; either can be chosen."""
    guide, learner = (make_person(name, location=place) for name, place in zip(("Leo", "Amara"), places, strict=True))
    pair = make_pair(kind, guide=guide, learner=learner)
    url = reverse("relationships:session_plan", args=[pair.pk])
    client.force_login(learner)
    assert client.get(url).context["form"].initial["form"] == form
    client.post(url, {"wall": "2026-12-01T10:00", "minutes": "60", "form": "phone"})
    assert pair.sessions.get().form == "phone"


def test_the_api_gives_a_link_as_long_as_the_two_read_what_they_share(client: Client) -> None:
    pair = make_pair(status="closed", ended_on=TODAY - timedelta(days=READABLE_DAYS))
    session = make_session(pair, status="held", link="https://meet.example/zq")
    client.force_login(pair.learner)
    links = []
    for days in (0, 1):
        Relationship.objects.filter(pk=pair.pk).update(ended_on=TODAY - timedelta(days=READABLE_DAYS + days))
        with moved_to(NOW):
            links.append(client.get(f"/api/v1/sessions/{session.pk}/").json()["link"])
    assert links == [session.link, ""]
