"""Days and numbers read as in the house rules of the screens; the clock is an argument."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone

from core import wording

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    with timezone.override("Europe/Berlin"):
        return Template(source).render(Context({"today": TODAY, "at": AT, **context}))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2026, 11, 26), "in 3 days"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 20), "3 days ago"),
        (date(2026, 11, 30), "Mon 30 Nov"),
        (date(2027, 1, 4), "Mon 4 Jan 2027"),
    ],
)
def test_relative_words_are_for_near_days_only(on: date, words: str) -> None:
    assert wording.near(on, TODAY) == words


def test_the_year_stands_only_where_it_is_another_one() -> None:
    assert wording.day(date(2026, 12, 1), TODAY) == "Tue 1 Dec"
    assert wording.day(date(2027, 3, 26), TODAY) == "Fri 26 Mar 2027"
    assert wording.short_day(date(2026, 12, 1), TODAY) == "1 Dec"


def test_a_moment_is_printed_in_the_readers_zone() -> None:
    assert rendered("{% load wording %}{% when at %}") == (
        '<time datetime="2026-11-24T14:00:00+00:00">Tue 24 Nov, 15:00</time>'
    )


def test_the_other_clock_is_added_only_when_it_differs() -> None:
    source = '{% load wording %}{% when at other=zone name="Leo" %}'
    assert "Tue 24 Nov, 15:00 (09:00 for Leo)" in rendered(source, zone="America/New_York")
    assert "Leo" not in rendered(source, zone="Europe/Paris")


def test_another_day_over_there_is_said() -> None:
    with timezone.override("Europe/Berlin"):
        late = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
        assert wording.clock_for(late, "Asia/Tokyo", "Mei", TODAY) == "Wed 25 Nov, 05:00 for Mei"


def test_a_day_is_near_by_the_readers_calendar_not_by_utc() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert "tomorrow" in rendered("{% load wording %}{% near late %}", late=late)
    assert "Tomorrow, 00:30" in rendered("{% load wording %}{% soon late %}", late=late)


def test_without_a_clock_no_word_is_guessed() -> None:
    assert "Tue 24 Nov 2026" in rendered("{% load wording %}{% near at %}", today=None)


@pytest.mark.parametrize(
    ("value", "words"),
    [(Decimal("16.00"), "16"), (Decimal("16.50"), "16.5"), (1200, "1,200"), (Decimal("-0.25"), "-0.25"), (0, "0")],
)
def test_numbers_carry_no_zeros_that_say_nothing(value: Decimal, words: str) -> None:
    assert wording.number(value) == words


def test_nothing_is_not_zero() -> None:
    assert rendered('{% load wording %}[{{ missing|number }}{{ missing|quantity:"%" }}]', missing=None) == "[]"


def test_small_counts_begin_a_sentence_as_words() -> None:
    assert [wording.counted(n) for n in (1, 2, 12)] == ["One", "Two", "12"]
