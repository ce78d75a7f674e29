"""An installation of its own for tests that start real processes: its folder, its database, its corner of Redis."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings

from tests.run_suite import OWN, ROOT

# Management commands from stdin, one JSON list a line, each in a process of its own that is forked from one which has
# loaded Manyhands: loading is most of what a command costs. A NUL follows what each printed; one that fails ends it.
MANAGE = """
import json, os, sys
import django
from django.core.management import call_command, execute_from_command_line
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
call_command("check", stdout=sys.stderr)
for line in sys.stdin:
    if not (child := os.fork()):
        execute_from_command_line(["manage.py", *json.loads(line)])
        sys.exit()
    if code := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit(code)
    print(end="\\0", flush=True)
"""

PATIENCE = 150.0  # a loaded machine is slow; a test that passes never waits this long


def wait_for(happens: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What `happens` returned as soon as it is truthy; AssertionError when it never was."""
    end = time.monotonic() + seconds
    while not (result := happens()):
        assert time.monotonic() < end, f"waited {seconds} seconds in vain for {happens}"
        time.sleep(0.05)
    return result


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def living(mark: str) -> list[int]:
    """The processes that carry the mark in their environment; every child inherits it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_zombie = folder.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "Z"
            if not is_zombie and f"TEST_MARK={mark}".encode() in folder.joinpath("environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def wait_until_gone(mark: str) -> None:
    """What was killed takes a moment to be gone."""
    wait_for(lambda: living(mark) == [])


def end_all(mark: str) -> None:
    """End what a failed test left behind."""
    for process in living(mark):
        os.kill(process, signal.SIGKILL)


@dataclass
class Installation:
    """Where it lies and how to speak with it."""

    environment: dict[str, str]
    mark: str
    port: int
    errors: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, command: Sequence[str], **changes: str) -> subprocess.Popen[str]:
        """Start a program in a process group of its own; its stderr goes to `errors`."""
        with self.errors.open("a") as errors:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | changes,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def manage(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a management command to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | changes,
            capture_output=True,
            text=True,
            check=False,
        )

    def manage_all(self, *commands: Sequence[str]) -> list[str]:
        """Run management commands one after the other; what each printed. One that fails fails the test."""
        done = subprocess.run(
            [sys.executable, "-c", MANAGE],
            cwd=ROOT,
            env=self.environment,
            input="".join(f"{json.dumps(command)}\n" for command in commands),
            capture_output=True,
            text=True,
            check=False,
        )
        *printed, rest = done.stdout.split("\0")
        assert done.returncode == 0, f"{commands[len(printed)]}: {rest}{done.stderr}"
        return printed

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and JSON of a page; status 0 while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def is_ready(self) -> bool:
        """Whether everything works."""
        return self.get("/readyz")[0] == 200


def _environment(folder: Path, mark: str, port: int) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    environment |= {"VAR_DIR": str(folder), "PORT": str(port), "TEST_MARK": mark, "HEARTBEAT_SECONDS": "1"}
    if settings.REDIS_URL:
        environment |= {"REDIS_URL": settings.REDIS_URL, "REDIS_PREFIX": f"test-{mark}:"}
    return environment


@contextmanager
def _database(mark: str) -> Iterator[dict[str, str]]:
    """On PostgreSQL a database for the installation alone; otherwise the default file in its folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    name = f"test_{mark}"
    server = psycopg2.connect(url)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
    finally:
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        server.close()


@contextmanager
def make_installation(folder: Path) -> Iterator[Installation]:
    """An empty installation; afterwards nothing of it runs."""
    mark, port = uuid.uuid4().hex[:12], free_port()
    with _database(mark) as database:
        it = Installation(_environment(folder, mark, port) | database, mark, port, folder / "errors")
        try:
            yield it
        finally:
            end_all(mark)
            for process in it.started:
                process.communicate()
