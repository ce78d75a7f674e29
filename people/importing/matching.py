"""Which person of the directory a row of a file is.

By employee id, then by e-mail. A row whose id and e-mail nobody has is the person of the same name and start date who
lacks what the row brings. A row with neither is matched by name and start date, namesakes in their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from people.importing.rows import FileRow
from people.models import User
from people.names import full_key, loose_key, name_key


@dataclass
class Directory:
    """Everyone who is here before the import."""

    people: dict[UUID, User] = field(default_factory=dict)
    by_id: dict[str, User] = field(default_factory=dict)
    by_email: dict[str, User] = field(default_factory=dict)
    by_name: dict[str, list[User]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, people: Iterable[User]) -> "Directory":
        """The directory of these people, oldest first."""
        directory = cls()
        for person in people:
            directory.people[person.pk] = person
            if person.employee_id:
                directory.by_id[person.employee_id] = person
            if person.email:
                directory.by_email[person.email] = person
            directory.by_name[full_key(person.given_name, person.family_name)].append(person)
        return directory


@dataclass
class Matches:
    """line → person for rows that are somebody here; who the file speaks of at all; rows that stand for others."""

    person: dict[int, User] = field(default_factory=dict)
    line_of: dict[UUID, int] = field(default_factory=dict)
    present: set[UUID] = field(default_factory=set)
    others: list[tuple[FileRow, User]] = field(default_factory=list)


def match_rows(rows: Sequence[FileRow], directory: Directory) -> Matches:
    """Finds the person of each row; a row that could be two people gets an error."""
    found = Matches()
    for row in rows:
        by_id, by_email = directory.by_id.get(row.employee_id or ""), directory.by_email.get(row.email or "")
        holders = {person.pk: person for person in (by_id, by_email) if person}
        found.present.update(holders)
        if row.errors:
            continue
        found.others += [(row, holder) for holder in holders.values() if is_other_person(row, holder)]
        if len(holders) == 2:
            row.email = None
            row.warn("email", _("Somebody else here has this address."), _("Correct the address"))
        if person := by_id or by_email:
            _take(found, row, person)
    _match_by_name(rows, directory, found)
    return found


def _take(found: Matches, row: FileRow, person: User) -> None:
    """A person is one row; a second one that means them is an error."""
    earlier = found.line_of.setdefault(person.pk, row.line)
    if earlier != row.line:
        row.refuse(
            "employee_id", _("Is the same person as row %(row)s.") % {"row": earlier}, _("Correct one of the two")
        )
        return
    found.person[row.line] = person
    found.present.add(person.pk)


def _match_by_name(rows: Sequence[FileRow], directory: Directory, found: Matches) -> None:
    nameless: dict[tuple[str, str], list[FileRow]] = defaultdict(list)
    for row in rows:
        if row.line in found.person or (row.errors and (row.employee_id or row.email)):
            continue
        key = full_key(row.given_name, row.family_name)
        if row.employee_id is None and row.email is None:
            nameless[key, str(row.starts_on or "")].append(row)
        elif person := _lacking(row, directory.by_name.get(key, []), found):
            _take(found, row, person)
    for (key, _day), twins in nameless.items():
        _match_namesakes(twins, directory.by_name.get(key, []), found)


def _lacking(row: FileRow, namesakes: Sequence[User], found: Matches) -> User | None:
    """The one namesake of the same start date whose id and e-mail the row could be bringing."""
    fitting = [
        person
        for person in namesakes
        if row.starts_on is not None
        and person.starts_on == row.starts_on
        and (row.employee_id is None or person.employee_id is None)
        and (row.email is None or person.email is None)
        and person.pk not in found.present
    ]
    return fitting[0] if len(fitting) == 1 else None


def _match_namesakes(twins: Sequence[FileRow], namesakes: Sequence[User], found: Matches) -> None:
    day = twins[0].starts_on
    fitting = [p for p in namesakes if day is None or p.starts_on in (day, None)]
    exact = [p for p in fitting if p.starts_on == day]
    candidates = [p for p in (exact or fitting) if p.pk not in found.present]
    found.present.update(person.pk for person in candidates if any(row.errors for row in twins))
    sound = [row for row in twins if not row.errors]
    if len(sound) < len(candidates) and sound:
        for row in sound:
            words = _("“%(name)s” fits %(count)s people here.") % {"name": row.name, "count": len(candidates)}
            row.refuse("name", words, _("Add the employee id or the e-mail"))
        found.present.update(person.pk for person in candidates)
        return
    for row, person in zip(sound, candidates, strict=False):
        _take(found, row, person)


def is_other_person(row: FileRow, person: User) -> bool:
    """Name and start date both differ; without start dates given and family name both differ."""
    if not row.name or same_name(row, person):
        return False
    if row.starts_on and person.starts_on:
        return row.starts_on != person.starts_on
    return name_key(row.given_name) != name_key(person.given_name) and name_key(row.family_name) != name_key(
        person.family_name
    )


def same_name(row: FileRow, person: User) -> bool:
    """Case, accents, order and middle initials do not make another name."""
    one, other = full_key(row.given_name, row.family_name), full_key(person.given_name, person.family_name)
    return loose_key(one) == loose_key(other) or sorted(one.split()) == sorted(other.split())
