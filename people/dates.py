"""Reads days the way HR systems write them.

`9-20-2019` and `20-9-2019` cannot be told apart one by one, so the order is decided for a whole column: a value that
fits one order only decides. If every value fits both, dots mean day first, otherwise the other date columns of
the file decide (`fallback`), and at last month first, the habit of the systems that write slashes and hyphens.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Order = Literal["dmy", "mdy"]
_NOTHING = "na n/a #n/a n.a. null nan nat none nil - -- – — (null) unk unknown ?"
EMPTY = frozenset(("", *_NOTHING.split()))
EXCEL_EPOCH = date(1899, 12, 30)
# Whole numbers that are days of a spreadsheet: 1927-05-18 to 2119-01-10.
EXCEL_RANGE = range(10_000, 80_001)
_THREE = re.compile(r"^(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,4})$")
_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.|er)?[\s\-/.]*([^\W\d_]+)\.?,?[\s\-/.]*(\d{2}|\d{4})$")
_WORDS_FIRST = re.compile(r"^([^\W\d_]+)\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-/.]+(\d{2}|\d{4})$")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}.*$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jänner janvier",
            "feb february februar février fevrier fév",
            "mar march märz mrz maerz mars",
            "apr april avril avr",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet juil",
            "aug august août aout",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember décembre decembre déc",
        ),
        start=1,
    )
    for name in names.split()
}


class UnreadableDate(ValueError):
    """The cell holds something, but no day that we can read."""


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: blank, "NA", "N/A", "NULL", "-" and their like."""
    return text.strip().casefold() in EMPTY


def column_order(values: Iterable[str], fallback: Order | None = None) -> Order | None:
    """The order of day and month that a column's own values prove; None if each of them fits both."""
    day_first = month_first = dotted = 0
    for value in values:
        match = _THREE.match(_bare(value))
        if not match or len(match[1]) > 2:
            continue
        first, second = int(match[1]), int(match[3])
        dotted += match[2] == "."
        day_first += first > 12 >= second
        month_first += second > 12 >= first
    if day_first != month_first:
        return "dmy" if day_first > month_first else "mdy"
    return "dmy" if dotted else fallback


def read_date(text: str, order: Order | None, today: date) -> date | None:
    """The day in a cell, None if it is empty; raises UnreadableDate. `today` only places years of two digits."""
    if is_empty(text):
        return None
    bare = _bare(text)
    for read in (_spelled, _numbers, _digits):
        found = read(bare, order, today)
        if found:
            return found
    raise UnreadableDate(text)


def _bare(text: str) -> str:
    return _TIME.sub("", text.strip()).strip()


def _numbers(text: str, order: Order | None, today: date) -> date | None:
    match = _THREE.match(text)
    if not match:
        return None
    first, second, third = match[1], match[3], match[4]
    if len(first) == 4:
        return _day(int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    year = _year(third, today)
    chosen = order or ("dmy" if match[2] == "." else "mdy")
    return _day(year, int(second), int(first)) if chosen == "dmy" else _day(year, int(first), int(second))


def _spelled(text: str, order: Order | None, today: date) -> date | None:
    if match := _WORDS.match(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _WORDS_FIRST.match(text):
        month, day, year = match[1], match[2], match[3]
    else:
        return None
    number = _MONTHS.get(month.casefold())
    return _day(_year(year, today), number, int(day)) if number else None


def _digits(text: str, order: Order | None, today: date) -> date | None:
    if re.fullmatch(r"(19|20)\d{6}", text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in EXCEL_RANGE:
        return EXCEL_EPOCH + timedelta(days=int(float(text)))
    return None


def _year(text: str, today: date) -> int:
    """Two digits are at most ten years ahead of us, otherwise in the last century."""
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + 10 else year - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 <= year <= 2200 else None
