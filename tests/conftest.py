"""What every test stands on. The people and things of a test come from `tests/make.py`."""

import pytest

from people.models import User
from tests.make import make_person


@pytest.fixture
def guide(db: None) -> User:
    return make_person("Leo", "Brandt")


@pytest.fixture
def learner(db: None) -> User:
    return make_person("Amara", "Okafor")


@pytest.fixture
def manager(db: None) -> User:
    return make_person("Ruth", "Manager")


@pytest.fixture
def sponsor(db: None) -> User:
    return make_person("Karl", "Sponsor")


@pytest.fixture
def outsider(db: None) -> User:
    return make_person("Otto", "Outsider")
