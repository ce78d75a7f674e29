"""Pages with rows: who looks where, and how one more row is made. `tests/test_query_counts.py` counts on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import User


@dataclass(frozen=True)
class Rows:
    """`more(number)` makes one more row and returns words that show it. What is `asked` is posted to the page."""

    reader: User
    path: str
    more: Callable[[int], str]
    asked: dict[str, Any] | None = None
