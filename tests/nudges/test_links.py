"""The link of a mail that stops reminders without signing in: made by this server, for one person, who is here."""

from __future__ import annotations

import pytest

from nudges import links
from people.models import User
from tests.make import make_person

pytestmark = pytest.mark.django_db


def test_a_stop_link_says_whose_reminders_of_what_and_ends_when_its_owner_leaves() -> None:
    person = make_person("Jo")
    token = links.one_click(person, ["pair", "progress"]).rstrip("/").rpartition("/")[2]
    assert links.read_one_click(token) == (person, {"pair", "progress"})
    assert links.read_one_click(f"x{token}") is None
    User.objects.update(is_active=False)
    assert links.read_one_click(token) is None
