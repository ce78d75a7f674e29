"""What lies on the disk holds no planted word in clear (2.4). Apart from the rest, because here rows are committed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

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
