"""A full disk is said in one sentence, and nothing stays half written. On a disk that is really full: `.ci/bare`."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError

import manage
from config.env import read_or_make_secret
from core import disk, keys
from core.management.commands import serve


def sqlite_without_room() -> None:
    """What Django raises when SQLite cannot grow its file."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 1")
    try:
        connection.execute("CREATE TABLE a_page_too_many (id INTEGER)")
    except sqlite3.Error as error:
        raise OperationalError(str(error)) from error


def system_without_room() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("fails", [sqlite_without_room, system_without_room])
def test_a_command_on_a_full_disk_says_so_in_one_sentence(
    fails: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda argv: fails())
    with pytest.raises(SystemExit) as stopped:
        manage.main()
    assert stopped.value.code == disk.FULL


@pytest.mark.parametrize("error", [FileNotFoundError("no such file"), OperationalError("no such table")])
def test_other_errors_are_not_taken_for_a_full_disk(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(argv: list[str]) -> None:
        raise error

    monkeypatch.setattr("django.core.management.execute_from_command_line", fails)
    with pytest.raises(type(error)):
        manage.main()


def test_a_start_without_room_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def begins(*_anything: Any) -> None:
        raise AssertionError("something was begun")

    almost = serve.ROOM_FOR_A_START - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(almost * 2, almost, almost))
    monkeypatch.setattr(serve, "only_one", begins)
    with pytest.raises(SystemExit) as stopped:
        call_command("serve")
    assert stopped.value.code == disk.FULL


@pytest.mark.parametrize(
    "make", [lambda folder: read_or_make_secret(folder / "secret_key"), lambda _folder: keys.ring()]
)
def test_no_half_key_stays_on_a_full_disk(
    make: Callable[[Path], Any], tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR, settings.FIELD_KEYS = tmp_path, []

    def full(handle: int, mode: str, **_options: Any) -> Any:
        os.close(handle)
        return Path("/dev/full").open(mode)  # takes every letter and keeps none

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space left"):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []
