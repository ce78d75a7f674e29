from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core import clock

NOW = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_the_clock_runs_by_itself() -> None:
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_a_moved_clock_stands_and_comes_back() -> None:
    with clock.moved_to(NOW):
        assert clock.now() == NOW
        with clock.moved_to(NOW - timedelta(days=9)):
            assert clock.now() < NOW
        assert clock.now() == NOW
    assert clock.now() != NOW


def test_today_is_the_day_in_that_zone() -> None:
    with clock.moved_to(NOW):
        assert clock.today("UTC") == date(2026, 3, 1)
        assert clock.today(ZoneInfo("Europe/Berlin")) == date(2026, 3, 2)


def test_a_moved_clock_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.moved_to(datetime(2026, 3, 1)):  # noqa: DTZ001
        pass
