"""Who reports to whom, from what a file writes about managers: an id, an address or a name.

Unknown, ambiguous and cyclic managers are warnings; the row is imported without a manager (3.2).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.importing.rows import FileRow, clean_id, read_email
from people.names import full_key, loose_key, split_name

_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")


@dataclass
class Phonebook:
    """Everyone who will be here after the import, by id, address and name."""

    by_id: dict[str, UUID] = field(default_factory=dict)
    by_email: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    by_loose_name: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    words: dict[UUID, set[str]] = field(default_factory=dict)

    def add(self, person_id: UUID, given: str, family: str, email: str | None, employee_id: str | None) -> None:
        if employee_id:
            self.by_id.setdefault(employee_id, person_id)
        if email:
            self.by_email.setdefault(email, person_id)
        key = full_key(given, family)
        self.by_name[key].add(person_id)
        self.by_loose_name[loose_key(key)].add(person_id)
        self.words[person_id] = set(key.split())

    def is_called(self, person_id: UUID, text: str) -> bool:
        """Whether the name shares a word with the person's ("Bob Lind" is Robert Lind)."""
        return not self.words[person_id].isdisjoint(full_key(*split_name(text)).split())

    def named(self, text: str) -> set[UUID]:
        """People of that name; middle initials count only if that is needed to tell people apart."""
        key = full_key(*split_name(text))
        if not key:
            return set()
        return self.by_name.get(key) or self.by_loose_name.get(loose_key(key), set())


def find_manager(row: FileRow, book: Phonebook, domain: str) -> UUID | None:
    """The manager that a row names; leaves a warning in the row if that is nobody or more than one person."""
    written = row.manager
    if not written:
        return None
    sure = _by_key(written, book, domain)
    name = _BRACKET.sub("", written.get("manager_name", ""))
    named = book.named(name) if name else set()
    # An id beside another person's name comes from another list of ids.
    if sure and (not name or sure in named or (not named and book.is_called(sure, name))):
        return sure
    if len(named) == 1 and not sure:
        return next(iter(named))
    _warn(row, written, named, disagree=bool(sure and named))
    return None


def _by_key(written: Mapping[str, str], book: Phonebook, domain: str) -> UUID | None:
    found = book.by_id.get(clean_id(written.get("manager_id", "")))
    # "Ana Ruiz (1042)" is how some systems print a person.
    if not found and (bracket := _BRACKET.search(written.get("manager_name", ""))):
        found = book.by_id.get(clean_id(bracket[1]))
    if found or "manager_email" not in written:
        return found
    try:
        return book.by_email.get(read_email(written["manager_email"], domain))
    except ValidationError:
        return None


def _warn(row: FileRow, written: Mapping[str, str], named: set[UUID], *, disagree: bool) -> None:
    text = written.get("manager_name") or next(iter(written.values()))
    if disagree:
        row.warn("manager", _("The manager’s id and name are of two people."), _("Correct one of the two"))
    elif named:
        words = ngettext("“%(name)s” fits %(count)s person.", "“%(name)s” fits %(count)s people.", len(named))
        row.warn("manager", words % {"name": text[:100], "count": len(named)}, _("Use the employee id"))
    else:
        row.warn("manager", _("“%(name)s” is not among the people.") % {"name": text[:100]}, _("Add that person"))


def break_cycles(chosen: dict[UUID, UUID | None], rows: Mapping[UUID, FileRow]) -> None:
    """Empties the manager of every row of the file that stands in a cycle, and warns. `chosen` has everyone."""
    for person_id in sorted(_in_cycles(chosen)):
        if row := rows.get(person_id):
            own = chosen[person_id] == person_id
            chosen[person_id] = None
            words = _("Is their own manager.") if own else _("The reporting line goes round in a circle.")
            row.warn("manager", words, _("Correct the manager"))


def _in_cycles(chosen: Mapping[UUID, UUID | None]) -> Iterable[UUID]:
    """Everyone who meets themselves on the way up."""
    done: set[UUID] = set()
    found: set[UUID] = set()
    for start in chosen:
        path: list[UUID] = []
        place: dict[UUID, int] = {}
        at: UUID | None = start
        while at is not None and at not in done and at not in place:
            place[at] = len(path)
            path.append(at)
            at = chosen.get(at)
        if at is not None and at in place:
            found.update(path[place[at] :])
        done.update(path)
    return found
