"""A compare-and-set weighs the row's own columns (see tests/joined_updates.py)."""

import pytest

from people.models import Invitation, User
from tests.make import NOW


@pytest.mark.django_db
def test_an_update_that_joins_is_refused_in_every_test() -> None:
    with pytest.raises(AssertionError, match="by a join"):
        Invitation.objects.filter(person__is_active=True).update(used_at=NOW)


@pytest.mark.django_db
def test_an_update_that_asks_with_a_subquery_is_fine() -> None:
    people = User.objects.filter(is_active=True)
    assert Invitation.objects.filter(person__in=people).update(used_at=NOW) == 0
