"""Which column of a file of pairs is which of our fields: guessed from its heading and its values, changeable.

The two people are found by e-mail or employee id. A column of names is never read: a name alone says too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.columns import ColumnError, ColumnMap, column_named, refuse_columns
from people.dates import is_empty
from people.headings import HEADINGS, heading_key, is_forbidden
from people.tables import Table, TableError
from relationships import kinds

SIDES = ("guide", "learner")
# What the two sides are called in files of any program, beside the words of its kind.
CALLED = {
    "guide": ("mentor", "mentorin", "mentors", "tutor", "guide", "coach", "advisor"),
    "learner": ("mentee", "mentees", "protege", "protegee", "mentoree", "coachee", "client", "learner", "tutee"),
}
_FACTS = """
since: since paired startdate start started starton startedon pairedsince pairedon matchedon matchdate datematched
  matched begin began beginn seit depuis from togethersince pairingdate matchstartdate datestarted pairsince startdatum
  relationshipstart mentoringstart coachingstart mentoringsince coachingsince startofmentoring startofcoaching
  datedebut debut
last_met: lastmet lastmeeting lastmeetingdate lasttalked lasttalk lastsession lastsessiondate lastconversation
  lastcontact lastspoke lastspoken mostrecentmeeting lastcheckin lastmeetingon letztestreffen letztesgesprach
  zuletztgetroffen zuletztgesprochen dernierrencontre dernierrendezvous dernierentretien dernierecontact
how_often: howoften frequency cadence meetingfrequency rhythm rhythmus haufigkeit wieoft frequence interval intervall
  meetevery every meetingcadence turnus daysbetween weeksbetween rythme
ends_on: enddate end ends endson until plannedend planneduntil bis ende enddatum fin datefin finishdate contractend
  targetend endofcoaching coachingend
"""


def _read(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    field = ""
    for word in text.split():
        if word.endswith(":"):
            field = word[:-1]
            found[field] = []
        else:
            found[field].append(word)
    return {name: tuple(words) for name, words in found.items()}


FACTS = _read(_FACTS)


def labels_of(kind: str) -> dict[str, str]:
    """Our fields in the words of a kind."""
    words = kinds.of(kind).WORDS
    guide, learner = capfirst(str(words["guide"])), capfirst(str(words["learner"]))
    found = {
        "guide_email": _("%(who)s, by e-mail") % {"who": guide},
        "guide_id": _("%(who)s, by employee id") % {"who": guide},
        "learner_email": _("%(who)s, by e-mail") % {"who": learner},
        "learner_id": _("%(who)s, by employee id") % {"who": learner},
        "since": _("Since"),
        "last_met": _("Last met"),
        "how_often": _("How often"),
    }
    return {**found, "ends_on": _("Ends")} if kinds.of(kind).HAS_END_DATE else found


def field_named(kind: str, text: str) -> str:
    """The field that somebody means on the command line ("mentor e-mail", "last met"); raises ColumnError."""
    names = labels_of(kind)
    key = heading_key(text)
    found = [name for name in names if name == text or heading_key(name) == key]
    found = found or [name for name in names if key in FACTS.get(name, ())]
    side, rest = _side_of(text)
    if not found and side and rest != "":
        found = [f"{side}_email"] if rest in HEADINGS["email"] else []
        found = found or ([f"{side}_id"] if rest in HEADINGS["employee_id"] else [])
    if not found:
        raise ColumnError(_("There is no field “%(field)s”.") % {"field": text})
    return found[0]


def choose_columns(table: Table, asked: Mapping[str, str] | None, kind: str) -> ColumnMap:
    """The columns to read: what was asked for, and guesses for the rest.

    Raises ColumnError for a column that is unknown, asked for twice or never stored, when nothing says who one of the
    two is, and when nothing says since when.
    """
    names = labels_of(kind)
    chosen = {name: column_named(table.headers, column) for name, column in (asked or {}).items() if column}
    refuse_columns(chosen)
    free = [header for header in table.headers if header not in chosen.values() and not is_forbidden(header)]
    for name, column in _guesses(table, free, names).items():
        if name not in (asked or {}) and name not in chosen:
            chosen[name] = column
    _require(chosen, kind)
    ordered = {name: chosen[name] for name in names if name in chosen}
    return ColumnMap(ordered, tuple(header for header in table.headers if header not in ordered.values()))


def require_pairs(table: Table, kind: str) -> None:
    """Raises TableError for prose, ColumnError for a file in which nobody can find who the two are.

    Columns that no heading of ours tells may still hold them; the person says so on the next page.
    """
    try:
        choose_columns(table, None, kind)
    except ColumnError as error:
        if table.ragged or len(table.headers) == 1:
            raise TableError("not-a-table") from error
        telling = [header for header in table.headers if not is_forbidden(header) and _may_tell(table, header)]
        if len(telling) < len(SIDES):
            raise


def _may_tell(table: Table, header: str) -> bool:
    """Addresses or ids: something that a name has not."""
    return any("@" in value or any(char.isdigit() for char in value) for value in table.column(header)[:500])


def _require(chosen: Mapping[str, str], kind: str) -> None:
    words = kinds.of(kind).WORDS
    for side in SIDES:
        if not chosen.get(f"{side}_email") and not chosen.get(f"{side}_id"):
            sentence = _("The file has no column with the e-mail or employee id of the %(who)s. A name is not enough.")
            raise ColumnError(sentence % {"who": words[side]}, chosen)
    if not chosen.get("since"):
        raise ColumnError(_("The file has no column that says since when the two are a pair."), chosen)


def _guesses(table: Table, free: Sequence[str], names: Mapping[str, Any]) -> dict[str, str]:
    """Field → heading; of several columns that could be it the first."""
    found: dict[str, str] = {}
    for header in free:
        name = _guess(table, header)
        if name in names and name not in found:
            found[name] = header
    return found


def _guess(table: Table, header: str) -> str:
    key = heading_key(re.sub(r"[(\[].*?[)\]]", " ", header))
    for name, keys in FACTS.items():
        if key in keys:
            return name
    side, rest = _side_of(header)
    if side and rest == "":
        return _by_values(table, header, side)
    if side and rest in HEADINGS["email"]:
        return f"{side}_email"
    return f"{side}_id" if side and rest in HEADINGS["employee_id"] else ""


def _side_of(heading: str) -> tuple[str, str]:
    """Whose column it is, and what is left of its heading: "Mentor’s e-mail" is (guide, email)."""
    key = heading_key(heading)
    # "mentee" and "coachee" begin as the other side does.
    called = [(word, side) for side, words in CALLED.items() for word in words]
    for word, side in sorted(called, key=lambda one: -len(one[0])):
        if word in key:
            before, _word, after = key.partition(word)
            return side, re.sub(r"^s(?=[a-z])|^of|of$", "", before + after)
    return "", key


def _by_values(table: Table, header: str, side: str) -> str:
    """A column "Mentor" may hold addresses, ids or names; names are not read."""
    values = [value for value in table.column(header)[:2000] if not is_empty(value)]
    if values and sum("@" in value for value in values) * 2 > len(values):
        return f"{side}_email"
    if values and sum(any(char.isdigit() for char in value) for value in values) * 2 > len(values):
        return f"{side}_id"
    return ""
