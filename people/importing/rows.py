"""One row of a file as facts about one person, with what is wrong in it.

An error leaves the row out; a warning imports the row as if that cell were empty (3.2).
"""

import re
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.wording import day
from people.columns import ColumnMap
from people.dates import Order, UnreadableDate, column_order, is_empty, read_date
from people.importing.options import ImportOptions, Problem
from people.names import MAX_NAME, clean_name, split_name
from people.tables import Row, Table

MAX_TEXT = 200
MAX_ID = 64
MAX_EMAIL = 254
_GONE = """terminated termination left leaver resigned resignation retired inactive former ended dismissed deceased
separated departed gone quit exited discharged inaktiv ausgeschieden ehemalig gekündigt verstorben inactif inactive
sorti parti retraité démissionné baja false no n 0 non nein nicht not ex"""
_HERE = "active aktiv actif actifs activo current employed beschäftigt true yes y 1 a oui ja working enabled"
GONE = frozenset(_GONE.split())
HERE = frozenset(_HERE.split())
_SPLIT_LANGUAGES = re.compile(r"[,;/|+&\n]+")


@dataclass
class FileRow:
    """What one row says. `manager` holds what was written under id, e-mail and name."""

    line: int
    given_name: str = ""
    family_name: str = ""
    email: str | None = None
    employee_id: str | None = None
    title: str = ""
    department: str = ""
    location: str = ""
    time_zone: str = ""
    languages: list[str] = field(default_factory=list)
    starts_on: date | None = None
    leaves_on: date | None = None
    gone: bool = False
    contradictory: bool = False
    manager: dict[str, str] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def refuse(self, field_: str, message: str, mend: str = "") -> None:
        self.errors.append(Problem(self.line, field_, message, mend, self.name))

    def warn(self, field_: str, message: str, mend: str = "") -> None:
        self.warnings.append(Problem(self.line, field_, message, mend, self.name))


@dataclass(frozen=True)
class RowReader:
    """Reads rows of one file: where each field stands, how its dates are written, and today."""

    at: dict[str, int]
    orders: dict[str, Order | None]
    options: ImportOptions
    today: date
    headers: tuple[str, ...]

    def cell(self, row: Row, name: str) -> str:
        index = self.at.get(name)
        return "" if index is None else row.cells[index]

    def read(self, row: Row) -> FileRow:
        """The row as facts; whatever is wrong stands in its errors and warnings."""
        found = FileRow(row.line)
        self._name(row, found)
        if all(row.cells[at] == self.headers[at] for at in self.at.values()):
            found.refuse("row", _("This row repeats the headings."), _("Take it out"))
        if row.surplus:
            words = _("This row has more cells than there are headings.")
            found.refuse("row", words, _("Put texts with commas in quotes"))
        self._keys(row, found)
        for name in ("title", "department", "location"):
            setattr(found, name, self._text(row, found, name))
        self._places(row, found)
        self._days(row, found)
        found.manager = {
            name: value
            for name in ("manager_id", "manager_email", "manager_name")
            if not is_empty(value := self.cell(row, name))
        }
        return found

    def _name(self, row: Row, found: FileRow) -> None:
        given, family = clean_name(self.cell(row, "given_name")), clean_name(self.cell(row, "family_name"))
        if not (given and family) and (whole := clean_name(self.cell(row, "name"))):
            given, family = split_name(whole)
        found.given_name, found.family_name = given, family
        if not (given or family):
            found.refuse("name", _("There is no name."), _("Fill in the name"))
        elif max(len(given), len(family)) > MAX_NAME:
            found.given_name, found.family_name = given[:40] + "…", ""
            found.refuse("name", _("The name is longer than 150 characters."), _("Shorten the name"))

    def _keys(self, row: Row, found: FileRow) -> None:
        found.employee_id = clean_id(self.cell(row, "employee_id")) or None
        if found.employee_id and len(found.employee_id) > MAX_ID:
            found.employee_id = None
            found.refuse("employee_id", _("The employee id is longer than 64 characters."), _("Shorten the id"))
        written = self.cell(row, "email")
        if is_empty(written):
            return
        try:
            found.email = read_email(written, self.options.email_domain)
        except ValidationError:
            found.refuse(
                "email", _("“%(email)s” is not an e-mail address.") % {"email": written[:100]}, _("Correct the address")
            )

    def _text(self, row: Row, found: FileRow, name: str) -> str:
        written = self.cell(row, name)
        text = "" if is_empty(written) else clean_text(written)
        if len(text) > MAX_TEXT:
            found.warn(name, _("This is longer than 200 characters."), _("Shorten the text"))
            return ""
        return text

    def _places(self, row: Row, found: FileRow) -> None:
        zone = self.cell(row, "time_zone")
        if not is_empty(zone):
            found.time_zone = zones().get(zone.strip().casefold(), "")
            if not found.time_zone:
                found.warn(
                    "time_zone",
                    _("“%(zone)s” is not a time zone we know.") % {"zone": zone[:60]},
                    _("Write Europe/Paris"),
                )
        found.languages = read_languages(self.cell(row, "languages"))

    def _days(self, row: Row, found: FileRow) -> None:
        found.starts_on = self._day(row, found, "starts_on")
        found.leaves_on = self._day(row, found, "leaves_on")
        status = self.cell(row, "status").strip()
        here, gone = is_here(status), is_gone(status)
        past = found.leaves_on is not None and found.leaves_on < self.today
        found.contradictory = past and here
        found.gone = (past and not here) or (gone and (found.leaves_on is None or past))
        if found.contradictory:
            self._contradiction(found, status)

    def _contradiction(self, found: FileRow, status: str) -> None:
        if self.options.contradictions == "left":
            found.gone = True
        elif self.options.contradictions == "active":
            found.leaves_on = None
        else:
            left = day(found.leaves_on, self.today) if found.leaves_on else ""
            found.refuse(
                "status",
                _("Says “%(status)s”, but left on %(day)s.") % {"status": status, "day": left},
                _("Correct one of the two, or say how to read it"),
            )

    def _day(self, row: Row, found: FileRow, name: str) -> date | None:
        written = self.cell(row, name)
        try:
            return read_date(written, self.orders.get(name), self.today)
        except UnreadableDate:
            found.warn(name, _("“%(text)s” is not a date we can read.") % {"text": written[:60]}, _("Write 2024-05-31"))
            return None


def read_rows(table: Table, columns: ColumnMap, options: ImportOptions, today: date) -> list[FileRow]:
    """Every row of the table as facts, twins marked."""
    at = columns.indexes(table)
    reader = RowReader(at, date_orders(table, at), options, today, table.headers)
    rows = [reader.read(row) for row in table.rows]
    _mark_twins(rows, lambda row: row.employee_id, "employee_id", _("Same employee id as row %(row)s"))
    _mark_twins(rows, lambda row: row.email, "email", _("Same e-mail as row %(row)s"))
    return rows


def date_orders(table: Table, at: dict[str, int]) -> dict[str, Order | None]:
    """Day or month first, for each date column; one that fits both follows the other."""
    values = {name: [row.cells[at[name]] for row in table.rows] for name in ("starts_on", "leaves_on") if name in at}
    own = {name: column_order(column) for name, column in values.items()}
    proven = next((order for order in own.values() if order), None)
    return {name: order or proven for name, order in own.items()}


def _mark_twins(rows: Sequence[FileRow], key: Callable[[FileRow], str | None], field_: str, words: str) -> None:
    first: dict[str, int] = {}
    for row in rows:
        value = key(row)
        if value is None:
            continue
        if value in first:
            row.refuse(field_, f"{words % {'row': first[value]}}.", _("Correct one of the two"))
        else:
            first[value] = row.line


def clean_text(text: str) -> str:
    """One line without control characters."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.encode("utf-8", "ignore").decode().split())


def clean_id(text: str) -> str:
    """An id as text; spreadsheets and data frames write 100 as 100.0."""
    bare = "" if is_empty(text) else clean_text(text)
    return re.sub(r"^(\d+)\.0+$", r"\1", bare)


def read_email(text: str, domain: str = "") -> str:
    """The address in lower case; a bare login gets the domain. Raises ValidationError."""
    bare = text.strip().removeprefix("mailto:").removeprefix("MAILTO:")
    if match := re.fullmatch(r"[^<>]*<([^<>]+)>", bare):
        bare = match[1]
    if domain and "@" not in bare:
        bare = f"{bare}@{domain.strip().lstrip('@')}"
    address = bare.strip().lower()
    validate_email(address)
    if len(address) > MAX_EMAIL:
        raise ValidationError("too long")
    return address


def is_here(status: str) -> bool:
    """Whether a status says that the person works here now ("Active", "active - full time", "yes")."""
    words = _words(status)
    return bool(words) and words[0] in HERE and not GONE.intersection(words)


def is_gone(status: str) -> bool:
    """Whether a status says that the person has left ("Terminated for Cause", "inactive", "no")."""
    return not GONE.isdisjoint(_words(status))


def _words(status: str) -> list[str]:
    return re.findall(r"[^\W_]+", status.casefold())


@cache
def zones() -> dict[str, str]:
    """Every IANA zone by its name in lower case."""
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


@cache
def _language_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for code, info in LANG_INFO.items():
        if "-" not in code and "name" in info:
            codes |= {code: code, str(info["name"]).casefold(): code, str(info["name_local"]).casefold(): code}
    return codes


def read_languages(text: str) -> list[str]:
    """Languages as codes where we know them, otherwise as written: "English, Deutsch" is en and de."""
    if is_empty(text):
        return []
    parts = [clean_text(part)[:60] for part in _SPLIT_LANGUAGES.split(text)]
    known = [_language_codes().get(part.casefold(), part) for part in parts if part]
    return list(dict.fromkeys(known))
