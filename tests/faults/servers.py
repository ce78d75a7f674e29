"""PostgreSQL, Redis and a mail system of a night's own, on free ports, that can be killed without harm to anybody."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg2
import redis
from aiosmtpd.controller import Controller

from tests.run.installation import free_port, wait_for


def find_program(name: str) -> str | None:
    """Where it lies; Debian keeps PostgreSQL's out of the way."""
    found = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    return shutil.which(name) or (found[-1] if found else None)


def missing() -> list[str]:
    """The programs that a night needs and that are not here."""
    return [name for name in ("initdb", "postgres", "redis-server") if find_program(name) is None]


class Server:
    """One process; `end` takes its life."""

    def __init__(self, command: list[str], folder: Path, user: str | None = None) -> None:
        self.command, self.folder, self.user = command, folder, user
        self.process: subprocess.Popen[bytes] | None = None

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=self.folder, user=self.user, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(self.answers)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Send it the signal and wait until it is gone."""
        process, self.process = self.process, None
        if process is not None:
            process.send_signal(how)
            process.wait()


class Postgres(Server):
    """Without fsync: it is processes that die here, not machines."""

    def __init__(self, folder: Path) -> None:
        user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
        folder.mkdir()
        if user:
            shutil.chown(folder, user)
        port = free_port()
        initdb = [str(find_program("initdb")), "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, cwd=folder, user=user, check=True, stdout=subprocess.DEVNULL)
        command = [str(find_program("postgres")), "-D", "data", "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
        super().__init__([*command, "-c", "fsync=off", "-c", "max_connections=60"], folder, user)
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"

    def answers(self) -> bool:
        with suppress(psycopg2.Error):
            psycopg2.connect(self.url, connect_timeout=2).close()
            return True
        return False

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a question."""
        connection = psycopg2.connect(self.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
                return rows
        finally:
            connection.close()


class Redis(Server):
    """It keeps nothing: whoever kills it empties it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        port = free_port()
        command = [str(find_program("redis-server")), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        super().__init__(command, folder)
        self.url = f"redis://127.0.0.1:{port}/0"

    def answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.url, socket_connect_timeout=1) as client:
            return bool(client.ping())
        return False


class MailSystem:
    """Takes every mail, and writes down what it took before it says so."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.taken: list[tuple[str, str]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content)
        with self.lock:
            self.taken.append((str(mail["Message-ID"]), envelope.rcpt_tos[0]))
        return "250 taken"


@contextmanager
def servers(folder: Path) -> Iterator[tuple[Postgres, Redis, MailSystem]]:
    """All three, running; ended behind it."""
    postgres, store, mail = Postgres(folder / "postgres"), Redis(folder / "redis"), MailSystem()
    try:
        postgres.start()
        store.start()
        mail.controller.start()
        yield postgres, store, mail
    finally:
        with suppress(AssertionError):  # it never started
            mail.controller.stop()
        store.end()
        postgres.end(signal.SIGINT)
