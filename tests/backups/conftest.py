"""A database with a row of everything, a word in every sealed field, and a backup of it; made once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from core.backups.places import scratch, working_on
from core.backups.writing import write
from core.keys import key_file
from tests.canary.planting import Plant, plant
from tests.doors.world import build
from tests.make import NOW


@dataclass
class Source:
    """Where the full database is, and its backup."""

    database: dict[str, Any]
    file: Path
    plants: list[Plant] = field(default_factory=list)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Source]:
    folder: Path = tmp_path_factory.mktemp("backups")
    until_the_end = ExitStack()
    with django_db_blocker.unblock():
        database = until_the_end.enter_context(scratch())
        with working_on(database):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
            plants = plant(build())
            write(folder / "whole.gz", NOW)
    yield Source(database, folder / "whole.gz", plants)
    with django_db_blocker.unblock():
        until_the_end.close()


@pytest.fixture
def full(source: Source, django_db_blocker: DjangoDbBlocker, settings: Any, tmp_path: Path) -> Iterator[Source]:
    """The full database itself; a test leaves it as it was. Nothing runs on its folder, as on a developer's it may."""
    settings.FIELD_KEYS = settings.FIELD_KEYS or key_file().read_text().split()
    settings.VAR_DIR = tmp_path
    with django_db_blocker.unblock(), working_on(source.database):
        yield source


@pytest.fixture
def empty(source: Source, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """An empty database without tables."""
    with django_db_blocker.unblock(), scratch() as database, working_on(database):
        yield database


@pytest.fixture
def embedded(tmp_path: Path, settings: Any, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """A new file such as the embedded default has, in a folder of its own."""
    settings.VAR_DIR = tmp_path
    options = {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db.sqlite3"), "OPTIONS": options}
    with django_db_blocker.unblock():
        yield database
