"""The world of the doors serves the walks through the API too."""

from tests.doors.conftest import asker

__all__ = ["asker"]
