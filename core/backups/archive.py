"""The file itself: its lines, their sum, and what makes it unusable."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.duration import duration_iso_string

FORMAT, VERSION = "manyhands-backup", 1


class NotUsable(Exception):
    """A backup cannot be made, or cannot be restored here. The sentence says why and what to do."""


class NotEmpty(NotUsable):
    """The database holds something that a restore would take away."""


@dataclass(frozen=True)
class Manifest:
    """What stands in a file: the moment it shows, the schema's state, and for each table its columns and its rows."""

    made_at: datetime
    migrations: list[str]
    columns: dict[str, list[str]]
    counts: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


class Writer:
    """Lines into a file, and the sum over them."""

    def __init__(self, out: gzip.GzipFile) -> None:
        self._out, self._sum = out, sha256()

    def line(self, value: Any) -> None:
        data = json.dumps(value, default=_plain, separators=(",", ":")).encode() + b"\n"
        self._sum.update(data)
        self._out.write(data)

    def manifest(self, manifest: Manifest) -> None:
        self.line({"format": FORMAT, "version": VERSION, **asdict(manifest)})

    def end(self) -> None:
        self.line({"sum": self._sum.hexdigest()})


def _plain(value: Any) -> str:
    """What JSON has no word for; `Field.to_python` reads each of them back."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} cannot stand in a backup")


@contextmanager
def create(path: Path) -> Iterator[Writer]:
    """A file for its owner alone, written under another name: under its own it is whole or not there at all. Raises
    NotUsable if the name is taken or the disk does not take it."""
    if path.exists():
        raise NotUsable(f"{path} is there already: choose another name.")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0) as out:
                    yield Writer(out)
                file.flush()
                os.fsync(file.fileno())
            os.link(beside, path)  # never over a file that somebody made meanwhile
        finally:
            Path(beside).unlink()
    except OSError as error:
        raise NotUsable(f"{path} could not be written: {error.strerror}.") from error


def read_whole(path: Path) -> Manifest:
    """Read a file to its end once. Raises NotUsable if it is no backup, of another format, damaged or cut off."""
    total, last = sha256(), b""
    for line in _lines(path):
        total.update(last)
        last = line
    manifest = _manifest(path)
    if _json(path, last) != {"sum": total.hexdigest()}:
        raise _damaged(path)
    return manifest


def rows_of(path: Path) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """Each table with its rows, in turn, of a file that `read_whole` found whole. Take all rows of a table before the
    next one."""
    counts, lines = _manifest(path).counts, _lines(path)
    next(lines)
    for table, count in counts.items():
        yield table, (json.loads(line) for line in islice(lines, count))


def _manifest(path: Path) -> Manifest:
    found = _json(path, next(_lines(path), b""))
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NotUsable(f"{path} is no backup of Manyhands.")
    if found["version"] != VERSION:
        raise NotUsable(f"{path} has the format {found['version']}, which this version of Manyhands does not know.")
    return Manifest(datetime.fromisoformat(found["made_at"]), found["migrations"], found["columns"], found["counts"])


def _json(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise _damaged(path) from error


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(path) from error
    except OSError as error:
        raise NotUsable(f"{path} cannot be read: {error.strerror}.") from error


def _damaged(path: Path) -> NotUsable:
    return NotUsable(f"{path} is no backup of Manyhands, or it is damaged or cut off: take another one.")
