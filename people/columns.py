"""Which column of a file is which of our fields: guessed from its heading, overridden by `--map field=Column`.

Only columns that end up mapped are ever read further, so a file's birth dates and pay are never stored. Headings of
birth dates and of special categories cannot be mapped at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from people.dates import is_empty
from people.headings import HEADINGS, heading_key, is_forbidden, spellings
from people.tables import Table

MANAGER_FIELDS = ("manager_id", "manager_email", "manager_name")
SALUTATIONS = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "m", "mme", "mlle", "sr", "sra")
)


class ColumnError(Exception):
    """The columns cannot be used as asked; `str()` is the sentence for people, `guessed` what was recognized all the
    same (field → heading)."""

    def __init__(self, message: str, guessed: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.guessed = dict(guessed or {})


@dataclass(frozen=True)
class ColumnMap:
    """Which field is read from which column, and what is not stored."""

    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def indexes(self, table: Table) -> dict[str, int]:
        """field → position of its column."""
        return {name: table.headers.index(column) for name, column in self.columns.items()}


def field_named(text: str) -> str:
    """The field that somebody means on the command line ("start date" is `starts_on`); raises ColumnError."""
    key = heading_key(text)
    if text in HEADINGS:
        return text
    found = [name for name in HEADINGS if heading_key(name) == key]
    found = found or [name for name, keys in HEADINGS.items() if key in keys]
    if not found:
        raise ColumnError(_("There is no field “%(field)s”.") % {"field": text})
    return found[0]


def parse_map(pairs: Iterable[str]) -> dict[str, str]:
    """`field=Column` words as a dictionary; an empty column means "not stored". `Column=field` is understood where the
    left side is no field of ours. Raises ColumnError."""
    return read_map(pairs, _field_or_manager)


def read_map(pairs: Iterable[str], field_of: Callable[[str], str]) -> dict[str, str]:
    """The same with `field_of` to say which field a word means; it raises ColumnError for a word that is none."""
    asked: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not name:
            raise ColumnError(_("“%(pair)s” is not of the form field=Column.") % {"pair": pair})
        try:
            asked[field_of(name)] = column
        except ColumnError:
            if not column:
                raise
            try:
                asked[field_of(column)] = name
            except ColumnError:
                raise ColumnError(_("There is no field “%(field)s”.") % {"field": name}) from None
    return asked


def _field_or_manager(text: str) -> str:
    return "manager" if heading_key(text) == "manager" else field_named(text)


def choose_columns(table: Table, asked: Mapping[str, str] | None = None) -> ColumnMap:
    """The columns to read: what was asked for, and guesses for the rest.

    Errors: ColumnError for an unknown column, one asked for twice, a forbidden one, or when no column has names.
    """
    chosen = {name: column_named(table.headers, column) for name, column in (asked or {}).items() if column}
    refuse_columns(chosen)
    if "manager" in chosen:
        column = chosen.pop("manager")
        chosen[_manager_field(table, column, chosen)] = column
    closed = _closed_by(asked or {})
    free = [header for header in table.headers if header not in chosen.values() and not is_forbidden(header)]
    for name in HEADINGS:
        if name not in chosen and name not in closed and (column_ := _best(name, free)):
            chosen[name] = column_
            free.remove(column_)
    _settle_manager(table, chosen, asked or {})
    _settle_names(table, chosen, asked or {})
    _settle_title(table, chosen, free, asked or {})
    if not {"name", "given_name", "family_name"} & chosen.keys():
        raise ColumnError(_("The file has no column with names."), chosen)
    ordered = {name: chosen[name] for name in HEADINGS if name in chosen}
    return ColumnMap(ordered, tuple(header for header in table.headers if header not in ordered.values()))


def require_names(table: Table) -> None:
    """Raises ColumnError for a file in which nobody can find a column with names.

    One that no heading of ours tells may still hold them; the person says so on the next page.
    """
    try:
        choose_columns(table)
    except ColumnError:
        known = {heading for name in HEADINGS if (heading := _best(name, table.headers))}
        unknown = [header for header in table.headers if header not in known and not is_forbidden(header)]
        if not any(_may_be_name(value) for header in unknown for value in table.column(header)[:500]):
            raise


def _may_be_name(value: str) -> bool:
    """Letters, and nothing that an address, an id or a day has."""
    return any(char.isalpha() for char in value) and not any(char.isdigit() or char == "@" for char in value)


def refuse_columns(chosen: Mapping[str, str]) -> None:
    """Raises ColumnError for a column that is never stored, and for one that is asked for twice."""
    columns = list(chosen.values())
    for column in columns:
        if is_forbidden(column):
            raise ColumnError(_("“%(column)s” is never stored.") % {"column": column})
        if columns.count(column) > 1:
            raise ColumnError(_("The column “%(column)s” is mapped twice.") % {"column": column})


def column_named(headers: Sequence[str], wanted: str) -> str:
    """The heading that somebody means; raises ColumnError for none and for more than one."""
    if wanted in headers:
        return wanted
    found = [header for header in headers if heading_key(header) == heading_key(wanted)]
    if len(found) != 1:
        raise ColumnError(_("There is no column “%(column)s” in the file.") % {"column": wanted})
    return found[0]


def _closed_by(asked: Mapping[str, str]) -> set[str]:
    """Fields that are not guessed because what was asked for says the same thing."""
    closed = {name for name, column in asked.items() if not column}
    if "manager" in asked or any(asked.get(name) for name in MANAGER_FIELDS):
        closed.update(MANAGER_FIELDS)
    if asked.get("name"):
        closed.update(("given_name", "family_name"))
    if asked.get("given_name") or asked.get("family_name"):
        closed.add("name")
    return closed


def _best(name: str, free: Sequence[str]) -> str | None:
    """The free column whose heading stands earliest in the field's list; a heading as it is beats one cut short."""
    keys = HEADINGS[name]
    ranked = [
        (cut, keys.index(key), at, header)
        for at, header in enumerate(free)
        for cut, key in enumerate(spellings(header))
        if key in keys
    ]
    return min(ranked)[3] if ranked else None


def _settle_manager(table: Table, chosen: dict[str, str], asked: Mapping[str, str]) -> None:
    """A guessed "Manager" column may hold names, ids or addresses: its values say which."""
    for name in MANAGER_FIELDS:
        if name in chosen and not asked.get(name):
            column = chosen[name]
            actual = _manager_field(table, column, chosen)
            if actual != name and actual not in chosen:
                chosen[actual] = chosen.pop(name)


def _manager_field(table: Table, column: str, chosen: Mapping[str, str]) -> str:
    values = [value for value in table.column(column)[:2000] if not is_empty(value)]
    if not values:
        return "manager_name" if _best("manager_name", [column]) else "manager_id"
    if sum("@" in value for value in values) * 2 > len(values):
        return "manager_email"
    for name, own in (("manager_id", "employee_id"), ("manager_email", "email")):
        if own in chosen:
            known = {value.casefold() for value in table.column(chosen[own])}
            if sum(value.casefold() in known for value in values) * 2 > len(values):
                return name
    spaced = sum(any(char in " ," for char in value) for value in values)
    digits = sum(any(char.isdigit() for char in value) for value in values)
    return "manager_name" if spaced * 2 > len(values) or digits * 2 <= len(values) else "manager_id"


def _settle_names(table: Table, chosen: dict[str, str], asked: Mapping[str, str]) -> None:
    """A "name" that is a number is an id; "Name" beside "Vorname" is the last name."""
    if "name" not in chosen or asked.get("name"):
        return
    column = chosen["name"]
    values = [value for value in table.column(column)[:500] if not is_empty(value)]
    if values and sum(value.isdigit() for value in values) * 2 > len(values):
        del chosen["name"]
        chosen.setdefault("employee_id", column)
    elif "given_name" in chosen and "family_name" not in chosen:
        single = sum(" " in value for value in values) * 2 < len(values)
        if single or heading_key(column) in ("name", "nom"):
            chosen["family_name"] = chosen.pop("name")
    elif "family_name" in chosen and "given_name" not in chosen:
        pairs = zip(table.column(column), table.column(chosen["family_name"]), strict=True)
        if not any(family and family in name for name, family in pairs):
            chosen["given_name"] = chosen.pop("name")


def _settle_title(table: Table, chosen: dict[str, str], free: Sequence[str], asked: Mapping[str, str]) -> None:
    """A "Title" that says Mr and Ms is none."""
    if "title" in chosen and not asked.get("title"):
        values = [value.casefold().rstrip(".") for value in table.column(chosen["title"])[:500] if not is_empty(value)]
        if values and sum(value in SALUTATIONS for value in values) * 2 > len(values):
            del chosen["title"]
            if better := _best("title", free):
                chosen["title"] = better
