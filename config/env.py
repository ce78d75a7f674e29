"""What settings read from outside: secrets kept in a file, and what production insists on."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

REQUIRED_IN_PRODUCTION = ("SECRET_KEY", "FIELD_KEYS", "BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")
PLACEHOLDERS = ("change", "default", "example", "insecure", "secret", "placeholder", "your-")
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 12  # different ones; a key of "aaaa…" or "0123…0123…" was not drawn at random
SCHEMES = {
    "BASE_URL": ("http", "https"),
    "DATABASE_URL": ("postgres", "postgresql", "sqlite"),
    "EMAIL_URL": ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail"),
    "REDIS_URL": ("redis", "rediss", "unix"),
}
EXAMPLES = ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",)  # whoever reads the source has them


def read_or_make_secret(path: Path) -> str:
    """The secret in `path`, made on first use and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # mkstemp gives mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
            # Two processes may start at once: a link never overwrites, so both read the same secret.
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_text().strip()


def mistakes(environ: Mapping[str, str]) -> list[str]:
    """What cannot be read in this environment, one sentence each that says how to mend it."""
    found = []
    port = environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and int(port) < 65536):
        found.append(f"PORT={port} is no port: choose one with PORT=8000 ./run")
    for name, schemes in SCHEMES.items():
        value = environ.get(name, "")
        if value and urlsplit(value).scheme not in schemes:  # the value may hold a password
            found.append(f"{name} is no address that is known here: it begins with {_either(schemes)}.")
    project = urlsplit(environ.get("SENTRY_DSN", ""))
    if project.geturl() and not (project.scheme in ("http", "https") and project.username and project.path.strip("/")):
        found.append("SENTRY_DSN is no address of a project: Sentry shows it as https://key@host/number.")
    zone = environ.get("TIME_ZONE") or "UTC"
    if not _is_zone(zone):
        found.append(f"TIME_ZONE={zone} is no time zone: write it like Europe/Berlin.")
    return found


def _either(schemes: tuple[str, ...]) -> str:
    return " or ".join(f"{scheme}://" for scheme in schemes)


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown, outside the folder, a folder
        return False


def is_weak(secret: str) -> bool:
    """Whether a secret looks like a placeholder rather than like something drawn at random."""
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS or secret in EXAMPLES:
        return True
    return any(word in secret.lower() for word in PLACEHOLDERS)


def refusals(environ: Mapping[str, str], *, debug: bool, demo: bool) -> list[str]:
    """Why production will not start with this environment, one sentence each; empty when it will."""
    found = [f"{name} is missing: production needs it." for name in REQUIRED_IN_PRODUCTION if not environ.get(name)]
    for name in ("SECRET_KEY", "FIELD_KEYS"):
        value = environ.get(name, "")
        if value and any(is_weak(each) for each in value.split(",")):
            found.append(f"{name} is a default or too short: production needs a random one of its own.")
    if environ.get("DATABASE_URL", "").startswith("sqlite"):
        found.append("DATABASE_URL names SQLite: production needs PostgreSQL.")
    base_url = environ.get("BASE_URL", "")
    if base_url and not base_url.startswith("https://"):
        found.append("BASE_URL has to start with https:// in production.")
    if debug:
        found.append("DEBUG is on: production never shows its insides.")
    if demo:
        found.append("DEMO is on: the demo lets anyone in, so production refuses it.")
    return found
