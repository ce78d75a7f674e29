"""What somebody may ask of an import, and what it answers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

Contradictions = Literal["left", "active"]


@dataclass(frozen=True)
class ImportOptions:
    """The answers that an import needs: columns, and how to read what a file does not say by itself.

    `contradictions` says how to read "Active" beside a leaving date in the past; None leaves such rows out.
    """

    asked: Mapping[str, str] = field(default_factory=dict)
    email_domain: str = ""
    complete: bool = False
    contradictions: Contradictions | None = None
    allow_leavers: bool = False


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row, and how to mend it. `row` is the line of the file."""

    row: int
    field: str
    message: str
    mend: str = ""
    name: str = ""


@dataclass(frozen=True)
class Change:
    """What happens to one person: for lists of old → new. `before` and `after` are words of mapped fields."""

    name: str
    before: dict[str, str]
    after: dict[str, str]


@dataclass
class Planned:
    """One person as the import will leave them: a new one (`fresh`) or what changes of one who is here."""

    person_id: UUID
    name: str
    values: dict[str, Any]
    fresh: bool = False
    ends: bool = False


@dataclass
class FileRead:
    """What every reading of a file tells: its rows, what is wrong in them, and what its columns were taken for.

    `stopped` is a code, and `stopped_words` a sentence, where nothing of the file can be used.
    """

    rows: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    stopped: str | None = None
    stopped_words: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ignored_columns: list[str] = field(default_factory=list)

    def brief(self, *names: str, stopped: tuple[str, ...] = ("stopped",)) -> dict[str, Any]:
        """For machines: these figures, the problems, what stopped it, and the columns."""
        return {
            **{name: getattr(self, name) for name in ("rows", *names)},
            "errors": [brief(problem) for problem in self.errors],
            "warnings": [brief(problem) for problem in self.warnings],
            **{name: getattr(self, name) for name in (*stopped, "columns", "ignored_columns")},
        }


@dataclass
class Plan(FileRead):
    """Everything that an import would do, and every reason why it may not."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left: int = 0
    stopped_rows: int = 0
    contradictory: int = 0
    absent: int = 0
    ended: int = 0
    active_before: int = 0
    complete: bool = False
    people: list[Planned] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    leaving: list[Change] = field(default_factory=list)
    absent_names: list[str] = field(default_factory=list)
    new_names: list[str] = field(default_factory=list)
    unchanged_names: list[str] = field(default_factory=list)

    @property
    def importable(self) -> int:
        """Rows that are imported if somebody says yes."""
        return self.created + self.updated + self.unchanged + self.left

    @property
    def steps(self) -> int:
        """The length of the bar."""
        return len(self.people)

    def counts(self) -> dict[str, int]:
        """What the import did, for its row."""
        return {"created": self.created, "updated": self.updated, "left": self.ended}

    def as_json(self) -> dict[str, Any]:
        """The answer for machines: always these keys."""
        return self.brief("created", "updated", "unchanged", "left", stopped=("stopped", "stopped_rows"))

    def as_report(self) -> dict[str, Any]:
        """What the check page shows; the people themselves are planned anew when the import is applied."""
        kept = {name: value for name, value in asdict(self).items() if name != "people"}
        return {**kept, "importable": self.importable}


def brief(problem: Problem) -> dict[str, Any]:
    """A problem for machines."""
    return {"row": problem.row, "field": problem.field, "message": problem.message}


def stopped_plan(code: str, words: str) -> Plan:
    """A plan for a file that cannot be read at all."""
    return Plan(stopped=code, stopped_words=words)


def iso(value: Any) -> str:
    """A value of a person as a word in a list of changes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)
