"""A button pressed twice: both presses arrive at once, one row comes of it, and nobody reads "something went wrong"."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import Model

from goals import looking_back
from goals.models import LookBack
from relationships import endings
from relationships.models import Farewell, LastLook, Relationship, Thanks
from tests.make import NOW, make_pair
from tests.relationships.test_sessions_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

Press = Callable[[Relationship], object]


def look_back(pair: Relationship) -> object:
    return looking_back.answer(pair, "go_on", work="It goes well", by=pair.learner, now=NOW)


def last_look(pair: Relationship) -> object:
    return endings.write_last_look(pair, helped="Calling", keeps_going="A list", by=pair.learner, now=NOW)


def thanks(pair: Relationship) -> object:
    return endings.thank(pair, "Thank you", by=pair.learner, now=NOW)


def why(pair: Relationship) -> object:
    return endings.say_why(pair, "A new job", by=pair.learner, now=NOW)


@pytest.mark.parametrize(
    ("press", "table", "status", "outcomes"),
    [
        (look_back, LookBack, "active", ["done", "done"]),
        (last_look, LastLook, "closed", ["done", "done"]),
        (thanks, Thanks, "closed", ["NotPossible", "done"]),
        (why, Farewell, "closed", ["done", "done"]),
    ],
)
def test_two_presses_at_once_make_one_row(press: Press, table: type[Model], status: str, outcomes: list[str]) -> None:
    for _round in range(5):
        pair = make_pair(status=status)
        assert at_once(lambda _me, pair=pair: press(pair), [pair.learner, pair.learner]) == outcomes  # type: ignore[misc]
        assert table._base_manager.filter(relationship=pair).count() == 1
