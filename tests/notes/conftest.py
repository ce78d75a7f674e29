import pytest

from core import clock
from tests.make import NOW


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors read the time of the tests."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
