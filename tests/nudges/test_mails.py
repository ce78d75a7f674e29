"""Mails as they arrive: words, zones on the days when clocks change, headers, calendar entries."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from html import unescape
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.clock import moved_to
from core.undoing import MAIL_WAITS
from nudges import walltime
from nudges.kinds import KINDS
from nudges.kinds.sessions import agenda_words
from nudges.models import Nudge
from nudges.sweeping import sweep
from relationships import agendas, on_behalf
from relationships.kinds import KINDS as PAIR_KINDS
from relationships.models import AgendaItem, Session
from tests.make import NOW, make_pair, make_person, make_program, make_session
from tests.nudges.scenarios import DAY, MINUTE, MORNING, STORIES

pytestmark = pytest.mark.django_db


def arrived(n: int = -1) -> EmailMessage:
    """A mail as a mail program reads it."""
    found = message_from_bytes(mail.outbox[n].message().as_bytes(), policy=modern)
    assert isinstance(found, EmailMessage)
    return found


def letter_to(person: Any) -> Any:
    [found] = [m for m in mail.outbox if person.email in m.to[0]]
    return found


def pair_in(zone: str, other_zone: str, kind: str = "mentoring") -> Any:
    return make_pair(kind, learner=make_person("Amara", time_zone=zone), guide=make_person("Leo", time_zone=other_zone))


@pytest.mark.parametrize(
    ("day", "offset", "theirs"),
    [
        (date(2026, 3, 29), 2, "08:00"),  # Berlin springs forward that night, New York did three weeks before
        (date(2026, 10, 25), 1, "10:00"),  # Berlin falls back, New York a week later
    ],
)
def test_the_day_before_says_both_clocks_right_when_the_clocks_change(
    only: Any, day: date, offset: int, theirs: str
) -> None:
    """S4-26: both times right, and the mail still comes at 08:30 on the reader's own clock."""
    only("session-tomorrow")
    berlin, new_york = ZoneInfo("Europe/Berlin"), "America/New_York"
    pair = pair_in("Europe/Berlin", new_york)
    at = datetime.combine(day, time(14 if offset == 2 else 15), tzinfo=berlin)
    theirs = at.astimezone(ZoneInfo(new_york)).strftime("%H:%M")
    make_session(pair, starts_at=at, planned_at=at - 9 * DAY)
    morning = datetime.combine(day - DAY, time(8, 30), tzinfo=berlin)
    sweep(morning - MINUTE)
    assert not mail.outbox
    sweep(morning)
    letter = letter_to(pair.learner)
    assert letter.subject == f"Tomorrow {at:%H:%M} with Leo"
    assert f"60 min, video. {theirs} for Leo." in letter.body
    assert at.astimezone(berlin).utcoffset() == timedelta(hours=offset)
    sweep(datetime.combine(day - DAY, time(8, 30), tzinfo=ZoneInfo(new_york)))
    assert f"{at:%H:%M} for Amara." in letter_to(pair.guide).body


@pytest.mark.parametrize(
    ("starts_at", "in_new_york", "in_fiji"),
    [
        (datetime(2026, 10, 31, 21, tzinfo=ZoneInfo("UTC")), "17:00", "09:00"),  # the day before New York falls back
        (datetime(2026, 11, 1, 21, tzinfo=ZoneInfo("UTC")), "16:00", "09:00"),  # the hour is another one on this day
    ],
)
def test_fiji_and_new_york_read_their_own_times_on_page_mail_and_calendar(
    only: Any, starts_at: datetime, in_new_york: str, in_fiji: str
) -> None:
    """S4-26, C10: a remote session: both times on the page and in the mail, one instant in both calendars."""
    only("session-planned")
    pair = pair_in("America/New_York", "Pacific/Fiji", "coaching")
    now = starts_at - 20 * DAY
    session = make_session(pair, starts_at=starts_at, planned_at=now, zone="America/New_York", form="video")
    sweep(now)
    times = {pair.learner: (in_new_york, in_fiji), pair.guide: (in_fiji, in_new_york)}
    for person, (own, other) in times.items():
        letter = letter_to(person)
        assert own in letter.subject + letter.body
        assert f"{other} for {pair.other(person).first_name}" in re.sub(r"\s+", " ", letter.body)
        client = Client()
        client.force_login(person)
        with moved_to(now):
            page = client.get(reverse("relationships:session", args=[session.pk])).content.decode()
        assert own in page
        assert f"{other} for {pair.other(person).first_name}" in page
    assert len(mail.outbox) == 2
    for number in range(2):
        [event] = _calendar(arrived(number)).walk("VEVENT")
        assert event.decoded("DTSTART") == starts_at
        assert f"{event.decoded('DTSTART').astimezone(ZoneInfo('Pacific/Fiji')):%H:%M}" == in_fiji


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)])
def test_the_morning_mail_comes_at_half_past_eight_on_the_days_when_clocks_change(only: Any, day: date) -> None:
    only("session-log")
    berlin = ZoneInfo("Europe/Berlin")
    pair = pair_in("Europe/Berlin", "Europe/Berlin")
    make_session(pair, starts_at=datetime.combine(day - DAY, time(10), tzinfo=berlin))
    half_past_eight = datetime.combine(day, time(8, 30), tzinfo=berlin)
    sweep(half_past_eight - MINUTE)
    assert not mail.outbox
    sweep(half_past_eight)
    assert len(mail.outbox) == 2


def test_a_wall_time_that_is_skipped_moves_forward_and_one_that_comes_twice_counts_first() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    skipped = walltime.at_wall(date(2026, 3, 29), time(2, 30), berlin)
    assert skipped.astimezone(berlin).time() == time(3, 30)
    twice = walltime.at_wall(date(2026, 10, 25), time(2, 30), berlin)
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("year", [2026, 2030])
def test_every_zone_has_exactly_one_rising_morning_each_day(year: int) -> None:
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        mornings = [walltime.at_wall(date(year, 1, 1) + n * DAY, time(8, 30), zone) for n in range(366)]
        assert all(a < b for a, b in pairwise(mornings)), name


def test_a_zone_that_no_clock_knows_stops_nobody(only: Any) -> None:
    only("session-log")
    pair = pair_in("Mars/Base", "UTC")
    make_session(pair, starts_at=NOW - DAY)
    assert sweep(MORNING + MINUTE)["sent"] == 2


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_plain_and_html_say_the_same_and_carry_what_a_mail_has_to(kind: str, only: Any) -> None:
    only(kind)
    story = STORIES[kind]()
    story.happen()
    sweep(story.due)
    letter: Any
    for letter in mail.outbox:
        html = letter.alternatives[0].content
        seen = unescape(re.sub(r"<[^>]+>", " ", html.split("<body")[1].split(">", 1)[1]))
        read = f"{letter.subject} {letter.body}"
        assert _words(seen) == _words(read)
        addresses = re.findall(r"https?://\S+", letter.body)
        assert all(address.rstrip(".") in html for address in addresses)
        assert "Why you get this: " in letter.body
        assert "reply-to" not in {name.lower() for name in letter.message()}
        assert "{" not in letter.body
        assert "\n" not in letter.subject
        assert not re.search(r"<(script|img|link)\b", html)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_not_transactional_can_be_stopped_with_one_click(kind: str, only: Any) -> None:
    only(kind)
    story = STORIES[kind]()
    story.happen()
    sweep(story.due)
    for n in range(len(mail.outbox)):
        found = arrived(n)
        assert ("List-Unsubscribe" in found) == (KINDS[kind].topic is not None)
        if KINDS[kind].topic is not None:
            assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert "/me/reminders/" in mail.outbox[n].body


def test_no_word_of_an_agenda_is_in_a_mail_and_the_number_of_points_is(only: Any) -> None:
    """S0-18: what two people write stays inside; the mail says how many points wait."""
    only("session-agenda")
    pair = make_pair()
    session = make_session(pair, starts_at=NOW + 3 * DAY)
    for n in range(2):
        AgendaItem.objects.create(
            relationship=pair, session=session, text=f"Zanzibar {n}", author=pair.learner, created_at=NOW
        )
    sweep(MORNING)
    [letter] = mail.outbox
    assert letter.subject == "Friday with Leo: what would you like to talk about?"
    assert "Your agenda has 2 points." in letter.body
    assert "Look it over: " in letter.body
    assert "Zanzibar" not in letter.message().as_string()


def test_an_empty_agenda_is_asked_for_from_whom_it_belongs_to(only: Any) -> None:
    """S0-32: in mentoring the mentee alone; in coaching the coach the agenda, the coachee the first line."""
    only("session-agenda")
    pair = make_pair()
    make_session(pair, starts_at=NOW + 3 * DAY)
    coaching = make_pair("coaching")
    make_session(coaching, starts_at=NOW + 3 * DAY)
    sweep(MORNING)
    assert {m.subject for m in mail.outbox} == {
        "Friday with Leo: what would you like to talk about?",
        "Friday with Tom: the session agenda",
        "Friday with Dana: what do you want from it?",
    }
    assert "Two minutes now make a better hour on Friday." in letter_to(pair.learner).body
    row = Nudge.objects.get(recipient=coaching.learner)
    line = agendas.write_first_line(coaching, "My line", by=coaching.learner, now=NOW)
    assert not KINDS["session-agenda"].still_true(row, MORNING), "the line is written, so nobody asks for it"
    agendas.remove(line, by=coaching.learner, now=NOW)
    assert KINDS["session-agenda"].still_true(row, MORNING), "it was taken off again"


def test_a_first_line_is_for_the_next_session_alone(only: Any) -> None:
    only("session-agenda")
    pair = make_pair("coaching")
    next_one, later = (make_session(pair, starts_at=NOW + n * DAY) for n in (3, 4))
    agendas.write_first_line(pair, "My line", by=pair.learner, now=NOW)
    sweep(MORNING + DAY)
    asked = Nudge.objects.filter(recipient=pair.learner)
    assert [row.fact for row in asked] == [later.pk]
    rows = {row.fact: row for row in Nudge.objects.filter(recipient=pair.guide)}
    asks = {fact: agenda_words(row, MORNING)["asks_first_line"] for fact, row in rows.items()}
    assert asks == {next_one.pk: False, later.pk: True}


def test_what_was_taken_off_an_agenda_is_not_counted(only: Any) -> None:
    only("session-agenda")
    pair = make_pair()
    make_session(pair, starts_at=NOW + 3 * DAY)
    _kept, gone = (agendas.add(pair, "session", f"Point {n}", by=pair.learner, now=NOW) for n in range(2))
    agendas.remove(gone, by=pair.learner, now=NOW)
    sweep(MORNING)
    assert "Your agenda has 1 point." in mail.outbox[0].body


def test_a_calendar_entry_is_neutral_keeps_its_uid_and_counts_its_moves(only: Any) -> None:
    """C17: the title is two first names in both kinds; a move is a REQUEST, calling off a CANCEL."""
    only("session-planned", "session-moved", "session-called-off")
    pair = make_pair(
        "coaching",
        learner=make_person("Tom", "O'Neil"),
        guide=make_person("Dana\r\nX:", "Wolff", email="dana@example.org"),
    )
    session = make_session(pair, planned_at=NOW, link="https://meet.example/secret-room")
    row = Session.objects.filter(pk=session.pk)
    entries = []
    for n, change in enumerate(
        [{}, {"starts_at": NOW + 9 * DAY, "revision": 1}, {"status": "cancelled", "revision": 2, "cancelled_at": NOW,
         "cancelled_by": pair.guide}]
    ):  # fmt: skip
        row.update(**change)
        mail.outbox.clear()
        sweep(NOW + n * MINUTE)
        assert len(mail.outbox) == 2
        entries.append(_calendar(arrived(0)))
    events = [calendar.walk("VEVENT")[0] for calendar in entries]
    assert [str(calendar["METHOD"]) for calendar in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert str(events[-1]["STATUS"]) == "CANCELLED"
    for calendar, event in zip(entries, events, strict=True):
        assert str(event["SUMMARY"]) == "Tom and DanaX:"
        assert set(event) == {
            "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "ORGANIZER", "ATTENDEE"
        }  # fmt: skip
        assert event["ATTENDEE"].params["RSVP"] == "FALSE"
        assert calendar.walk("VTIMEZONE")
        assert not calendar.walk("VALARM")
    assert events[1].decoded("DTSTART") == NOW + 9 * DAY


def test_a_pair_that_ends_takes_its_sessions_out_of_both_calendars(only: Any) -> None:
    only("session-called-off", "ended")
    pair = make_pair()
    make_session(pair, revision=3)
    pair.end(by=pair.learner, now=NOW)
    sweep(NOW)
    found = [arrived(n) for n in range(len(mail.outbox)) if "Called off" in mail.outbox[n].subject]
    assert len(found) == 2
    [event] = _calendar(found[0]).walk("VEVENT")
    assert (event["SEQUENCE"], str(event["STATUS"])) == (4, "CANCELLED")


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_session_of_a_pair_ended_in_its_place_is_called_off_when_undo_is_over(only: Any, is_undone: bool) -> None:
    only("session-called-off")
    pair, admin = _planned_and_ended_in_their_place()
    sweep(NOW)
    sweep(NOW + MAIL_WAITS - MINUTE)
    assert not mail.outbox
    if is_undone:
        on_behalf.take_back(pair, at=NOW, by=admin, now=NOW + MINUTE)
    sweep(NOW + MAIL_WAITS)
    assert len(mail.outbox) == (0 if is_undone else 2)


def test_an_end_that_comes_again_after_an_undo_calls_off_what_is_planned(only: Any) -> None:
    only("session-called-off")
    pair, admin = _planned_and_ended_in_their_place()
    sweep(NOW)
    pair = on_behalf.take_back(pair, at=NOW, by=admin, now=NOW + MINUTE)
    on_behalf.end(pair, "She left after all.", seen=pair.status, by=admin, now=NOW + 2 * MINUTE)
    sweep(NOW + MAIL_WAITS)
    assert not mail.outbox, "this end may still be undone"
    sweep(NOW + MAIL_WAITS + 2 * MINUTE)
    assert len(mail.outbox) == 2


def _planned_and_ended_in_their_place() -> tuple[Any, Any]:
    admin = make_person("Maya")
    pair = make_pair(program=make_program("mentoring", admin=admin))
    make_session(pair)
    return on_behalf.end(pair, "She is on sick leave.", seen=pair.status, by=admin, now=NOW), admin


def _calendar(found: EmailMessage) -> Calendar:
    """The alternative part; the attachment says the same."""
    parts = [part for part in found.walk() if part.get_content_type() == "text/calendar"]
    [attached] = [part for part in found.walk() if part.get_filename() == "invite.ics"]
    assert len(parts) == 1
    text = str(parts[0].get_content())
    raw: Any = attached.get_payload(decode=True)
    assert Calendar.from_ical(raw) == Calendar.from_ical(text)
    calendar = Calendar.from_ical(text)
    assert parts[0].get_param("method") == str(calendar["METHOD"])
    return calendar


def test_a_mail_speaks_the_words_of_its_kind_of_pair_only() -> None:
    folders = {"mentoring": r"\bcoach", "coaching": r"\bmentor"}
    for folder, other_word in folders.items():
        for template in _sources(folder):
            assert not re.search(other_word, template.read_text(), re.IGNORECASE), template
    for template in _sources(""):
        assert not re.search(r"\b(coach|mentor)", template.read_text(), re.IGNORECASE), template


def test_every_kind_has_words_for_both_kinds_of_pair_or_for_the_one_that_it_is_about() -> None:
    for kind in KINDS.values():
        names = [f"mails/{folder}{kind.template}" for folder in ("", *(f"{pair}/" for pair in PAIR_KINDS))]
        assert any(_exists(f"{name}{end}.txt") for name in names for end in ("", "_learner", "_guide")), kind.name


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub(r"https?://\S+", "", text)))


def _sources(folder: str) -> Any:
    from django.conf import settings

    return (settings.BASE_DIR / "templates" / "mails" / folder).glob("*.txt")


def _exists(name: str) -> bool:
    from django.template import TemplateDoesNotExist

    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True
