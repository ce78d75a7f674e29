"""What the tests of nudges stand on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nudges import noticing
from nudges.kinds import KINDS


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Notice these kinds and no others, so that a test is about one thing."""

    def choose(*names: str) -> None:
        monkeypatch.setattr(noticing, "KINDS", {name: KINDS[name] for name in names})

    return choose
