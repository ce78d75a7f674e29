"""One world for all doors of a module; the transaction of each test inside it undoes what the test did."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.doors.asking import Asker
from tests.doors.world import build

# Eleven people asking for a code in a second would be held back; that has tests of its own.
PLENTY = {"read": 10**6, "write": 10**6}
QUIET = {"ACCOUNT_RATE_LIMITS": False, "MFA_RATE_LIMITS": False, "API_PER_MINUTE": PLENTY, "DEBUG": False}


@pytest.fixture(scope="module")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    """The browsers of a world that lives for one module."""
    with django_db_blocker.unblock(), override_settings(**QUIET), transaction.atomic():
        yield Asker(build())
        transaction.set_rollback(True)
