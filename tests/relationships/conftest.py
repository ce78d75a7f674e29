from importlib.util import find_spec
from typing import Any

import pytest

from core import clock
from tests.make import NOW


@pytest.fixture(autouse=True)
def _workspace(settings: Any) -> None:
    """The pages link to the workspace, which lives two floors up."""
    if find_spec("desk.urls") is None:
        settings.ROOT_URLCONF = "tests.relationships.with_desk"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors read the time of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
