"""The lines of the list of pairs, read as plain values: whole people and programs would cost more than all the rest of
the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.addresses import to_each
from people import names
from relationships import kinds


def as_values(pairs: Any) -> Any:
    """What a line says of a pair."""
    halves = [f"{half}__{name}" for half in ("learner", "guide") for name in names.COLUMNS]
    return pairs.select_related(None).values("pk", "kind", "status", "proposed_at", "program__name", *halves)


def lines(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its address and in words; a template looks things up in a dictionary fastest."""
    facts = to_each("desk:facts")
    return [_line(row, facts(row["pk"])) for row in rows]


def _line(row: dict[str, Any], url: str) -> dict[str, Any]:
    rules = kinds.of(row["kind"])
    learner, guide = (names.whole(*(row[f"{half}__{name}"] for name in names.COLUMNS)) for half in ("learner", "guide"))
    return {
        "pk": row["pk"], "url": url, "learner": learner, "guide": guide, "program": row["program__name"],
        "status": rules.STATUSES[row["status"]], "is_open": row["status"] in rules.OPEN, "since": row["proposed_at"],
    }  # fmt: skip
