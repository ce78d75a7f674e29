"""One row of a file of pairs as facts, with what is wrong in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.columns import ColumnMap
from people.dates import Order, UnreadableDate, column_order, is_empty, read_date
from people.importing.options import Problem
from people.importing.rows import clean_id, clean_text, read_email
from people.models import User
from people.tables import Row, Table
from relationships.bringing import Running

LONGEST = 365  # as the form of an agreement has it
_DAYS = {"d": 1, "w": 7, "m": 28, "q": 91, "y": 365}
# "About once a month" is every four weeks, as a program has it.
_UNITS = {
    "d": "day days daily tag tage tagen taglich jour jours",
    "w": "week weeks weekly wk wks woche wochen wochentlich semaine semaines hebdomadaire",
    "m": "month months monthly monat monate monaten monatlich mois mensuel mensuelle",
    "q": "quarter quarters quarterly quartal quartale vierteljahrlich trimestre trimestriel",
    "y": "year years yearly annually jahr jahre jahrlich an ans annuel",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_WHOLE = {
    "fortnightly": 14, "fortnight": 14, "biweekly": 14, "everyotherweek": 14, "bimonthly": 56, "everyothermonth": 56,
}  # fmt: skip
_NUMBERS = {"one": 1, "once": 1, "a": 1, "an": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "six": 6, "eight": 8}
_TIMES = frozenset({"per", "a", "an", "times", "once", "twice", "pro", "par", "x"})
_BRACKET = re.compile(r"\(([^()]*)\)\s*$")


@dataclass
class PairRow:
    """What one row says. `written` is what it holds of each side, for whoever mends it."""

    line: int
    written: dict[str, str] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    since: date | None = None
    last_met: date | None = None
    cadence_days: int | None = None
    ends_on: date | None = None
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """ "Amara Okafor – Leo Brandt"; who was not found as it stands in the file."""
        sides = (self.people[side].name if side in self.people else self.written.get(side, "") for side in _ORDER)
        return " – ".join(one or "?" for one in sides)

    @property
    def facts(self) -> Running:
        """What is known of the pair; only of a row without errors."""
        if self.since is None:
            raise ValueError("a row without a start is not brought in")
        return Running(self.since, self.last_met, self.cadence_days, self.ends_on)

    def refuse(self, field_: str, message: str, mend: str) -> None:
        self.errors.append(Problem(self.line, field_, message, mend, self.name))

    def warn(self, field_: str, message: str, mend: str) -> None:
        self.warnings.append(Problem(self.line, field_, message, mend, self.name))


_ORDER = ("learner", "guide")


@dataclass
class RowReader:
    """Reads the rows of one file. People are found by address or id among everybody here, never by name."""

    table: Table
    columns: ColumnMap
    domain: str
    today: date
    by_email: Mapping[str, User]
    by_id: Mapping[str, User]
    at: dict[str, int] = field(init=False)
    orders: dict[str, Order | None] = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.columns.indexes(self.table)
        days = {name: self.at[name] for name in ("since", "last_met", "ends_on") if name in self.at}
        own = {name: column_order(row.cells[at] for row in self.table.rows) for name, at in days.items()}
        proven = next((order for order in own.values() if order), None)
        self.orders = {name: order or proven for name, order in own.items()}

    def cell(self, row: Row, name: str) -> str:
        at = self.at.get(name)
        text = "" if at is None else row.cells[at]
        return "" if is_empty(text) else text

    def read(self, row: Row) -> PairRow:
        """The row as facts; whatever is wrong stands in its errors and warnings."""
        found = PairRow(row.line)
        for side in _ORDER:
            written = self.cell(row, f"{side}_email") or self.cell(row, f"{side}_id")
            found.written[side] = clean_text(written)[:100]
        for side in _ORDER:
            self._person(row, found, side)
        if all(row.cells[at] == self.table.headers[at] for at in self.at.values()):
            found.errors.clear()
            found.refuse("row", _("This row repeats the headings."), _("Take it out"))
            return found
        if row.surplus:
            words = _("This row has more cells than there are headings.")
            found.refuse("row", words, _("Put texts with commas in quotes"))
        self._days(row, found)
        self._how_often(row, found)
        return found

    def _person(self, row: Row, found: PairRow, side: str) -> None:
        email, key = self.cell(row, f"{side}_email"), self.cell(row, f"{side}_id")
        name = f"{side}_email" if email or f"{side}_id" not in self.at else f"{side}_id"
        if not email and not key:
            found.refuse(name, _("Nobody stands here."), _("Fill in the e-mail or the employee id"))
            return
        by_email = None
        if email:
            try:
                by_email = self.by_email.get(read_email(email, self.domain))
            except ValidationError:
                words = _("“%(email)s” is not an e-mail address.") % {"email": clean_text(email)[:100]}
                found.refuse(name, words, _("Correct the address"))
                return
        by_id = self._by_id(key) if key else None
        if by_email and by_id and by_email != by_id:
            found.refuse(name, _("The e-mail and the employee id are of two people."), _("Correct one of the two"))
            return
        person = by_email or by_id
        if person is None:
            words = _("“%(who)s” is nobody here.") % {"who": found.written[side]}
            found.refuse(name, words, _("Correct it, or import that person first"))
        else:
            found.people[side] = person

    def _by_id(self, written: str) -> User | None:
        """ "1042", "1042.0" and "Ana Ruiz (1042)" are the same id."""
        found = self.by_id.get(clean_id(written))
        bracket = _BRACKET.search(written)
        return found or (self.by_id.get(clean_id(bracket[1])) if bracket else None)

    def _days(self, row: Row, found: PairRow) -> None:
        try:
            found.since = self._day(row, "since")
        except UnreadableDate:
            found.refuse("since", self._unreadable(row, "since"), _("Write 2024-05-31"))
        else:
            self._check_since(found)
        for name in ("last_met", "ends_on"):
            try:
                setattr(found, name, self._day(row, name))
            except UnreadableDate:
                found.warn(name, self._unreadable(row, name), _("Write 2024-05-31"))
        met = found.last_met
        if met and (met > self.today or (found.since and met < found.since)):
            words = _("The last meeting lies ahead.") if met > self.today else _("They met before they began.")
            found.warn("last_met", words, _("Correct one of the two days"))
            found.last_met = None

    def _check_since(self, found: PairRow) -> None:
        if found.since is None:
            found.refuse("since", _("No day says since when."), _("Fill in the day"))
        elif found.since > self.today:
            found.refuse("since", _("It starts on a day to come."), _("Propose the pair instead"))

    def _day(self, row: Row, name: str) -> date | None:
        return read_date(self.cell(row, name), self.orders.get(name), self.today)

    def _unreadable(self, row: Row, name: str) -> str:
        return _("“%(text)s” is not a date we can read.") % {"text": clean_text(self.cell(row, name))[:60]}

    def _how_often(self, row: Row, found: PairRow) -> None:
        written = self.cell(row, "how_often")
        if not written:
            return
        found.cadence_days = read_cadence(written, self.table.headers[self.at["how_often"]])
        if found.cadence_days is None:
            words = _("“%(text)s” does not say how often.") % {"text": clean_text(written)[:60]}
            found.warn("how_often", words, _("Write 4 weeks"))


def read_cadence(text: str, heading: str = "") -> int | None:
    """Days between two meetings: "every 4 weeks", "monthly", "twice a month", "alle 2 Wochen", or a number of what the
    heading names ("Weeks between"). None for what says nothing, and for more than a year."""
    words = _plain(text)
    if found := _WHOLE.get("".join(words)):
        return found
    numbers = [int(word) for word in words if word.isdecimal()] or [
        _NUMBERS[word] for word in words if word in _NUMBERS
    ]
    units = [_UNIT_OF[word] for word in words if word in _UNIT_OF]
    if not units and len(words) == 1 and numbers:
        units = [_UNIT_OF[word] for word in _plain(heading) if word in _UNIT_OF][:1] or (
            ["d"] if numbers[0] > 6 else []
        )
    if len(units) != 1 or len(numbers) > 2:
        return None
    number, days = (numbers or [1])[0], _DAYS[units[0]]
    if {"other"} & set(words):
        number = 2
    often = number > 1 and not {"every", "alle", "toutes", "tous", "all"} & set(words) and bool(_TIMES & set(words))
    found = round(days / number) if often else days * number
    return found if 1 <= found <= LONGEST else None


def _plain(text: str) -> list[str]:
    """Words in lower case without accents; "4w" and "2x" apart."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    parts = re.findall(r"\d+|[a-z]+", bare)
    return [{"w": "weeks", "d": "days"}.get(part, part) for part in parts]
