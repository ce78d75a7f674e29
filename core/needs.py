"""A line of "Needs you" on somebody's home: what waits, and the act that ends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Need:
    """`text` says what waits, `url` and `label` are the act, `more` second acts as (label, url)."""

    text: Any
    url: str
    label: Any
    more: list[tuple[Any, str]] = field(default_factory=list)
    pair_id: UUID | None = None
