"""A world whose people all read the language of the tests, and in which it was made."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from people.models import User
from tests.doors.asking import Asker
from tests.doors.conftest import QUIET
from tests.doors.world import build
from tests.languages.pseudo import PSEUDO, known, spoken


@pytest.fixture(scope="module")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    """The browsers of that world."""
    with django_db_blocker.unblock(), override_settings(**QUIET), known(), transaction.atomic():
        with spoken():
            world = build()
        User.objects.update(locale=PSEUDO)
        yield Asker(world)
        transaction.set_rollback(True)
