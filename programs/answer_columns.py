"""Columns of an enrollment file beside those of a person: the two answers, profession, grade, places, both roles.

Answers are read only from columns that somebody names; the rest is guessed by its heading. What describes identity is
never read, and neither is a column that repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.columns import ColumnError
from people.headings import HEADINGS, heading_key, heading_words, is_forbidden
from people.tables import Row, Table

# field → headings that it is guessed by, as one word.
GUESSED: dict[str, tuple[str, ...]] = {
    "profession": ("profession", "jobfamily", "specialism", "discipline", "function", "berufsgruppe", "metier"),
    "grade": (
        *("grade", "payband", "joblevel", "jobgrade", "careerlevel", "besoldungsgruppe"),
        *("level", "band", "rank", "seniority", "senioritylevel"),
    ),
    "places": ("places", "capacity", "maxmentees", "maxcoachees", "numberofmentees", "numberofcoachees", "howmany"),
    "both": ("bothmentorandmentee", "bothmenteeandmentor", "bothcoachandcoachee", "bothroles"),
}
# field → words of which a longer heading has to hold all of one group: "What is your grade?", "Mentor & mentee".
HINTS: dict[str, tuple[frozenset[str], ...]] = {
    "profession": (frozenset({"profession"}), frozenset({"job", "family"})),
    "grade": (frozenset({"grade"}), frozenset({"pay", "band"})),
    "places": (
        *(frozenset({how, whom}) for how in ("many", "number", "max", "maximum") for whom in ("mentees", "coachees")),
        frozenset({"capacity"}),
    ),
    "both": (
        *(frozenset({word, role}) for word in ("both", "also") for role in ("mentor", "mentee", "coach", "coachee")),
        *(frozenset({"mentor", "mentee"}), frozenset({"coach", "coachee"})),
    ),
}
# A heading with one of these speaks of the partner somebody would like and not of the person.
OF_ANOTHER = frozenset({"preferred", "preference", "prefer", "desired", "wanted", "want", "wish", "match", "like"})
NAMED = ("wants", "how", "aspired_role", "offers", "gains")
FIELDS = (*NAMED, *GUESSED)
# Words of a heading that speaks of identity, beside those that no file may bring in (people/headings.py).
IDENTITY = frozenset(
    (
        *(
            "identity",
            "identities",
            "characteristic",
            "characteristics",
            "lgbt",
            "lgbtq",
            "lgbtqi",
            "lgbtqia",
            "ethnic",
        ),
        *("pronoun", "pronouns", "sexual", "transgender", "queer", "faith", "belief", "beliefs", "neurodiversity"),
    )
)
YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "si", "sí", "x", "both", "both roles"})
ROLES = frozenset({"mentor", "mentee", "coach", "coachee"})
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
    for name in GUESSED:
        if name not in asked and (found := _guess(table, name, free)):
            chosen[name] = found
            free.remove(found)
    return AnswerColumns(chosen, frozenset(forbidden))


def own_columns(table: Table, asked: Mapping[str, str], role_names: Mapping[str, str], role: str) -> dict[str, str]:
    """What was asked for of people, and columns that name whose they are: "Mentee e-mail" in a file of mentees."""
    found = dict(asked)
    keys_of = {header: heading_key(header) for header in table.headers if not is_about_identity(header)}
    owners = "|".join(sorted((*(name for name, of in role_names.items() if of == role), "participant", "applicant")))
    bare = {
        header: {re.sub(f"^(?:your|my|{owners}){s}", "", key) for s in ("", "s")} for header, key in keys_of.items()
    }
    for name, keys in HEADINGS.items():
        if name in asked or set(keys) & set(keys_of.values()):
            continue
        own = [header for header, cut in bare.items() if cut.intersection(keys) and header not in found.values()]
        if own:
            found[name] = own[0]
    return found


def _guess(table: Table, name: str, free: list[str]) -> str | None:
    """The column of a field: by a known heading, else by the words of a longer one, the shortest first."""
    words_of = {header: frozenset(heading_words(header)) for header in free}
    known = [header for header in free if heading_key(header) in GUESSED[name]]
    hinted = [
        header
        for header, words in words_of.items()
        if words.isdisjoint(OF_ANOTHER) and any(group <= words for group in HINTS[name])
    ]
    found = known or sorted(hinted, key=lambda header: len(words_of[header]))
    found = found or [header for header in free if name == "both" and _names_roles(table, header)]
    return found[0] if found else None


def _names_roles(table: Table, header: str) -> bool:
    """Whether a column says as what each person takes part, "both" among it."""
    said = {cell.strip().casefold() for cell in table.column(header)} - {""}
    return "both" in said and said <= {"both", *ROLES}


def is_about_identity(heading: str) -> bool:
    """Whether a heading speaks of what is never stored."""
    return is_forbidden(heading) or not IDENTITY.isdisjoint(heading_words(heading))


def is_yes(text: str) -> bool:
    """Whether a cell says that somebody takes part in both roles: "yes", "both", "Mentor and mentee"."""
    words = text.strip().casefold()
    return words in YES or len(ROLES.intersection(re.findall(r"\w+", words))) > 1


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
