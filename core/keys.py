"""The key ring that seals confidential text.

Keys come from `settings.FIELD_KEYS` (newest first). Without them a file `var/keys` is made on first use, one key per
line, newest first; never in production, where a key that nobody chose to keep is a key that nobody backed up.
"""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.errors import SealBroken

PREFIX = "v1:"


class Ring:
    """Seals with the newest key and opens with any. Label and row id travel inside the seal, since Fernet has no
    associated data: a value copied to another row or column does not open there."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            fernets = [Fernet(key) for key in keys]
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured("FIELD_KEYS holds a key that is not 32 bytes of urlsafe base64") from error
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def seal(self, label: str, pk: object, text: str) -> str:
        """The stored form of a text. Raises UnicodeEncodeError on half a surrogate pair."""
        return PREFIX + self._newest.encrypt(f"{label}|{pk}|{text}".encode()).decode("ascii")

    def open(self, label: str, pk: object, stored: str) -> str:
        """The text behind a stored form. Raises SealBroken; the message names the place, never the content."""
        whole = self._decrypt(self._all, stored)
        place = f"{label}|{pk}|"
        if whole is None or not whole.startswith(place):
            raise SealBroken(f"{label} of {pk} does not open")
        return whole[len(place) :]

    def is_sealed_for(self, label: str, stored: str) -> bool:
        """Whether this is a value of that column, of whichever row."""
        whole = self._decrypt(self._all, stored)
        return whole is not None and whole.startswith(f"{label}|")

    def reseal(self, stored: str) -> str:
        """The same text, place and date under the newest key."""
        return PREFIX + self._all.rotate(stored[len(PREFIX) :].encode()).decode("ascii")

    def is_newest(self, stored: str) -> bool:
        return self._decrypt(self._newest, stored) is not None

    @staticmethod
    def _decrypt(fernet: Fernet | MultiFernet, stored: str) -> str | None:
        if not stored.startswith(PREFIX):
            return None
        try:
            return fernet.decrypt(stored[len(PREFIX) :].encode()).decode()
        except (InvalidToken, ValueError):
            return None


def ring() -> Ring:
    """The ring of this installation."""
    if settings.FIELD_KEYS:
        return _ring(tuple(settings.FIELD_KEYS))
    if settings.PRODUCTION:
        raise ImproperlyConfigured("FIELD_KEYS is required in production")
    path = key_file()
    if not path.exists():
        _create(path, generate())
    return _ring(_read(str(path), path.stat().st_mtime_ns))


def generate() -> str:
    """A new key."""
    return Fernet.generate_key().decode("ascii")


def key_file() -> Path:
    return Path(settings.VAR_DIR) / "keys"


def add_to_file(key: str) -> None:
    """Put a key before the others in `var/keys`; what was sealed before still opens."""
    path = key_file()
    older = path.read_text("ascii") if path.exists() else ""
    _write_beside(path, f"{key}\n{older}").replace(path)


def _create(path: Path, key: str) -> None:
    """Web and worker start together: the first to link its file wins, and nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _write_beside(path, f"{key}\n")
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _write_beside(path: Path, content: str) -> Path:
    # mkstemp makes the file 0600.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(content)
    except OSError:  # a full disk: no half key stays
        Path(name).unlink()
        raise
    return Path(name)


@lru_cache(maxsize=8)
def _read(path: str, changed: int) -> tuple[str, ...]:
    """`changed` is part of the cache key, so that a running server sees a key added by `rotate_keys --new`."""
    return tuple(Path(path).read_text("ascii").split())


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> Ring:
    return Ring(keys)
