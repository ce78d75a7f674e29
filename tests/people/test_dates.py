"""Date forms of HR files (3.2)."""

from datetime import date

import pytest

from people.dates import UnreadableDate, column_order, read_date

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2013-06-17", None, date(2013, 6, 17)),
        ("2013/6/7", None, date(2013, 6, 7)),
        ("2013-06-17 00:00:00", None, date(2013, 6, 17)),
        ("2013-06-17T08:30:00Z", None, date(2013, 6, 17)),
        ("9-20-2019", "mdy", date(2019, 9, 20)),
        ("20/9/2019", "dmy", date(2019, 9, 20)),
        ("7.6.2013", None, date(2013, 6, 7)),
        ("07.06.13", "dmy", date(2013, 6, 7)),
        ("7/6/13", "mdy", date(2013, 7, 6)),
        ("1/2/89", "mdy", date(1989, 1, 2)),
        ("1/2/36", "mdy", date(2036, 1, 2)),
        ("17-Jun-2013", None, date(2013, 6, 17)),
        ("17-JUN-13", None, date(2013, 6, 17)),
        ("Jun 17, 2013", None, date(2013, 6, 17)),
        ("17. März 2013", None, date(2013, 3, 17)),
        ("1er août 2013", None, date(2013, 8, 1)),
        ("20130617", None, date(2013, 6, 17)),
        ("41442", None, date(2013, 6, 17)),
        ("41442.0", None, date(2013, 6, 17)),
        ("7/5/2011 0:00", "mdy", date(2011, 7, 5)),
    ],
)
def test_forms(text: str, order: str | None, day: date) -> None:
    assert read_date(text, order, TODAY) == day  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " ", "NA", "N/A", "NULL", "-", "nan", "None", "#N/A"])
def test_nothing_is_nothing(text: str) -> None:
    assert read_date(text, None, TODAY) is None


@pytest.mark.parametrize("text", ["soon", "31.02.2020", "13/13/2020", "0000-00-00", "1/1/1", "12345678", "2020", "1-2"])
def test_what_is_no_day_is_told(text: str) -> None:
    with pytest.raises(UnreadableDate):
        read_date(text, None, TODAY)


def test_a_column_decides_by_the_value_that_fits_one_order_only() -> None:
    assert column_order(["1/2/2020", "3/4/2020", "25/4/2020"]) == "dmy"
    assert column_order(["1-2-2020", "4-25-2020", "NA"]) == "mdy"
    assert column_order(["25/4/2020", "26/4/2020", "4/27/2020"]) == "dmy"


def test_an_ambiguous_column_takes_dots_then_its_neighbors_then_month_first() -> None:
    assert column_order(["1.2.2020"]) == "dmy"
    assert column_order(["1/2/2020"], fallback="dmy") == "dmy"
    assert column_order(["1/2/2020"]) is None
    assert read_date("1/2/2020", None, TODAY) == date(2020, 1, 2)
