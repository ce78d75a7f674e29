"""What a command prints below the counts of an import: what was left out, what has a gap, what is not stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

SHOWN = 20


def told(found: Any, gaps: str, line: Callable[[Any], str]) -> Iterator[str]:
    """The lines of `found` (errors, warnings, ignored columns); `gaps` heads the warnings, `line` ends a problem."""
    for heading, problems in (("Left out", found.errors), (gaps, found.warnings)):
        if problems:
            yield f"{heading} ({len(problems)})"
        for problem in problems[:SHOWN]:
            yield f"  row {problem.row}  {problem.name}{line(problem)}"
        if len(problems) > SHOWN:
            yield f"  … and {len(problems) - SHOWN} more; --json lists all"
    yield "Not stored: " + (", ".join(found.ignored_columns) or "nothing is left over")


def with_field(problem: Any) -> str:
    return f"  {problem.field}: {problem.message}"
