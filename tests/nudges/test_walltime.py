"""Wall clocks: the quiet hours to the minute, mornings, and the two nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from nudges import budget, walltime
from people.models import User

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 17)


def berlin(wall: str, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(wall), tzinfo=BERLIN)


@pytest.fixture
def person() -> User:
    return User(given_name="Jo", time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("wall", "quiet"), [("07:59", True), ("08:00", False), ("19:59", False), ("20:00", True), ("00:00", True)]
)
def test_nobody_is_written_to_between_eight_in_the_evening_and_eight_in_the_morning_where_they_are(
    person: User, wall: str, quiet: bool
) -> None:
    assert walltime.is_quiet(berlin(wall), person) is quiet
    assert walltime.is_quiet(berlin(wall).astimezone(ZoneInfo("Asia/Tokyo")), person) is quiet


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wall", "until"),
    [
        ("07:59", berlin("08:30")),
        ("08:00", None),
        ("19:59", None),
        ("20:00", berlin("08:30", date(2026, 11, 18))),
    ],
)
def test_what_comes_in_quiet_hours_waits_for_the_next_morning(wall: str, until: datetime | None) -> None:
    person = User.objects.create_user(given_name="Jo", time_zone="Europe/Berlin")
    assert budget.held_until(person, berlin(wall)) == until


def test_until_noon_the_next_morning_mail_is_todays(person: User) -> None:
    assert walltime.next_morning(berlin("11:59"), person) == berlin("08:30")
    assert walltime.next_morning(berlin("12:00"), person) == berlin("08:30", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("day", "utc"), [(date(2027, 3, 27), "07:30"), (date(2027, 3, 28), "06:30"), (date(2026, 10, 25), "07:30")]
)
def test_a_morning_is_half_past_eight_on_the_wall_whatever_the_clocks_did_at_night(
    person: User, day: date, utc: str
) -> None:
    assert walltime.morning_of(day, person) == datetime.combine(day, time.fromisoformat(utc), tzinfo=UTC)


def test_a_wall_time_that_is_skipped_moves_on_and_of_one_that_comes_twice_the_first_counts() -> None:
    half_past_two = time(2, 30)
    skipped = walltime.at_wall(date(2027, 3, 28), half_past_two, BERLIN)
    assert (skipped.hour, skipped.minute, skipped.astimezone(BERLIN).hour) == (1, 30, 3)
    twice = walltime.at_wall(date(2026, 10, 25), half_past_two, BERLIN)
    assert (twice.hour, twice.minute) == (0, 30)
