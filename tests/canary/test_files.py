"""What lies on the disk holds no planted word in clear (2.4). Apart from the rest, because here rows are committed."""

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.celery import app
from tests.canary.planting import plant
from tests.doors.world import build

pytestmark = pytest.mark.django_db(transaction=True)


def files() -> Iterator[Path]:
    """The database and its log, mails, messages of the broker, media."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        yield from (path for path in (Path(name), Path(name + "-wal")) if path.exists())
    for folder in ("mail", "broker", "media"):
        yield from (path for path in (Path(settings.VAR_DIR) / folder).rglob("*") if path.is_file())


@pytest.fixture
def folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Where mails and kicks lie without a mail server and without Redis; the suite sends both elsewhere."""
    found = {name: tmp_path / name for name in ("mail", "broker")}
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(found["mail"])
    ways = {
        "data_folder_in": found["broker"],
        "data_folder_out": found["broker"],
        "control_folder": tmp_path / "control",
    }
    for folder in ways.values():
        folder.mkdir(exist_ok=True)
    monkeypatch.setattr(app.conf, "broker_url", "filesystem://localhost")
    monkeypatch.setattr(app.conf, "broker_transport_options", {name: str(path) for name, path in ways.items()})
    monkeypatch.setattr(app, "_pool", None)
    return found


def test_mails_and_kicks_that_wait_on_the_disk_hold_no_word(folders: dict[str, Path]) -> None:
    world = build()
    words = [planted.word for planted in plant(world)]
    with world.at_its_time():
        call_command("sweep", stdout=io.StringIO())
    app.loader.import_default_modules()
    for name in sorted(name for name in app.tasks if not name.startswith("celery.")):
        with app.connection_for_write() as connection_:
            app.send_task(name, connection=connection_)
    lying = {name: [path.read_bytes() for path in folder.iterdir()] for name, folder in folders.items()}
    assert len(lying["broker"]) > 3
    mails = [message_from_bytes(part, policy=default) for part in lying["mail"]]
    assert mails, "a sweep of the world sends some"
    parts = [part.get_payload(decode=True) for mail in mails for part in mail.walk() if not part.is_multipart()]
    every = b"".join([*lying["mail"], *lying["broker"], *(part for part in parts if isinstance(part, bytes))])
    assert [word for word in words if word.encode() in every.lower()] == []


def test_the_database_and_the_files_hold_no_word_in_clear() -> None:
    words = [planted.word.encode() for planted in plant(build())]
    seen = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            seen += repr(cursor.fetchall()).encode()
    on_disk = b"".join(path.read_bytes() for path in files())
    assert b"Larsson-C" in (on_disk if connection.vendor == "sqlite" else seen), "the search finds what is clear"
    assert words
    assert [word for word in words if word in seen + on_disk] == []
