"""Columns of an enrollment file beside those of a person: the two answers, profession, grade, places, both roles.

Answers are read only from columns that somebody names; the rest is guessed by its heading. What describes identity is
never read, and neither is a column that repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.columns import ColumnError, heading_key, heading_words, is_forbidden
from people.tables import Row, Table

# field → headings that it is guessed by, as one word.
GUESSED: dict[str, tuple[str, ...]] = {
    "profession": ("profession", "jobfamily", "specialism", "discipline", "berufsgruppe", "metier"),
    "grade": ("grade", "payband", "joblevel", "jobgrade", "careerlevel", "besoldungsgruppe"),
    "places": ("places", "capacity", "maxmentees", "maxcoachees", "numberofmentees"),
    "both": ("bothmentorandmentee", "bothmenteeandmentor", "bothcoachandcoachee", "bothroles"),
}
NAMED = ("wants", "how", "aspired_role", "offers", "gains")
FIELDS = (*NAMED, *GUESSED)
# Words of a heading that speaks of identity, beside those that no file may bring in (people/headings.py).
IDENTITY = frozenset({"identity", "identities", "characteristic", "characteristics", "lgbt", "lgbtq", "ethnic"})
YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "sí", "x"})
SAYS_LITTLE = frozenset({"", "yes", "no", "none", "true", "false", "n/a", "na", "-"})


@dataclass(frozen=True)
class AnswerColumns:
    """Which of `FIELDS` is read from which heading, and the headings that nobody reads."""

    columns: dict[str, str]
    forbidden: frozenset[str]

    def cell(self, table: Table, row: Row, name: str) -> str:
        """What a row says of a field; "" if nothing is read."""
        column = self.columns.get(name)
        return row.cells[table.headers.index(column)].strip() if column else ""

    def people_only(self, table: Table) -> Table:
        """The table without these columns and without what is never stored, for reading people from it."""
        dropped = {*self.columns.values(), *self.forbidden}
        kept = [at for at, header in enumerate(table.headers) if header not in dropped]
        rows = (Row(row.line, tuple(row.cells[at] for at in kept), row.surplus) for row in table.rows)
        return Table(tuple(table.headers[at] for at in kept), tuple(rows), table.ragged)


def choose_answer_columns(table: Table, asked: Mapping[str, str]) -> AnswerColumns:
    """What was asked for and guesses for the rest. ColumnError for an unknown column and for one about identity."""
    forbidden = {header for header in table.headers if is_about_identity(header)}
    forbidden |= {header for header in table.headers if header not in forbidden and _repeats(table, header, forbidden)}
    chosen = {name: _named(table, column) for name, column in asked.items() if column}
    for name, column in chosen.items():
        if column in forbidden:
            raise ColumnError(_("“%(column)s” is never stored.") % {"column": column})
        if list(chosen.values()).count(column) > 1 and name not in ("wants", "how"):
            raise ColumnError(_("The column “%(column)s” is mapped twice.") % {"column": column})
    free = [header for header in table.headers if header not in chosen.values() and header not in forbidden]
    for name, keys in GUESSED.items():
        found = [header for header in free if heading_key(header) in keys]
        if name not in asked and found:
            chosen[name] = found[0]
    return AnswerColumns(chosen, frozenset(forbidden))


def is_about_identity(heading: str) -> bool:
    """Whether a heading speaks of what is never stored."""
    return is_forbidden(heading) or not IDENTITY.isdisjoint(heading_words(heading))


def is_yes(text: str) -> bool:
    return text.strip().casefold() in YES


def _repeats(table: Table, header: str, forbidden: set[str]) -> bool:
    """Whether a column repeats, in more than half of the rows that have one, what an identity column says there."""
    at = table.headers.index(header)
    closed = [table.headers.index(name) for name in forbidden]
    told = repeated = 0
    for row in table.rows:
        words = [part for index in closed for part in _parts(row.cells[index])]
        told += bool(words)
        text = row.cells[at].casefold()
        repeated += any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)
    return repeated * 2 > told


def _parts(cell: str) -> list[str]:
    parts = [part.strip().casefold() for part in cell.split(",")]
    return [part for part in parts if part not in SAYS_LITTLE and len(part) > 2]


def _named(table: Table, wanted: str) -> str:
    if wanted in table.headers:
        return wanted
    found = [header for header in table.headers if heading_key(header) == heading_key(wanted)]
    if len(found) != 1:
        raise ColumnError(_("There is no column “%(column)s” in the file.") % {"column": wanted})
    return found[0]
