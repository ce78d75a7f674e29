"""Reading a page as somebody does, at the time of the tests."""

from __future__ import annotations

from django.test import Client

from core.clock import moved_to
from people.models import User
from tests.make import NOW


def page_of(person: User, path: str = "/") -> str:
    """The page at `path`, for `person` who has signed in; their home unless told otherwise."""
    client = Client()
    client.force_login(person)
    with moved_to(NOW):
        return client.get(path).content.decode()
