"""Pages with rows: who looks where, and how one more row is made. `tests/test_query_counts.py` counts on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import User


@dataclass(frozen=True)
class Rows:
    """`more(number)` makes one more row and returns words that show it. What is `asked` is posted to the page.

    `one_by_one`: `more` looks for what it has made, so that it cannot be made in bulk. `most`: nobody has more.
    """

    reader: User
    path: str
    more: Callable[[int], str]
    asked: dict[str, Any] | None = None
    one_by_one: bool = False
    most: int = 500
