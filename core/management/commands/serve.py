"""`./run`: prepares the database and runs web, worker and beat until Ctrl-C or until one of them dies."""

import fcntl
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from core import disk
from core.supervisor import Part, supervise

WEB_WORKERS, WEB_THREADS, TASK_PROCESSES = 2, 4, 2
ROOM_FOR_A_START = 50_000_000  # bytes; the demo writes about 10 MB


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the port, held from now on so that nobody takes it meanwhile; CommandError if it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        again = "./run demo" if settings.DEMO else "./run"
        raise CommandError(
            f"Port {port} is taken: stop what uses it, or choose another one with PORT={port + 1} {again}"
        )
    return listener


def make_sure_of_room(folder: Path) -> None:
    """CommandError when a start would fill the disk: better nothing is begun than something half written."""
    if shutil.disk_usage(folder).free < ROOM_FOR_A_START:
        raise CommandError(disk.FULL)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; CommandError if another one runs on it (two beats would do all work twice)."""
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"Manyhands is running on {folder} already: stop it first.")
        yield


def admin_link() -> str | None:
    """A link with which the first org admin gets in once."""
    if find_spec("people.admin_link") is None:
        return None
    link: str | None = import_module("people.admin_link").make_admin_link(settings.BASE_URL)
    return link


def parts(listener: socket.socket) -> list[Part]:
    """What runs: web, worker, and exactly one beat."""
    celery = [sys.executable, "-W", "ignore::Warning:celery.platforms", "-m", "celery", "--quiet", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{listener.fileno()}"]
    web += ["--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS), "--no-control-socket"]
    web += ["--log-level", "warning", "--worker-tmp-dir", str(settings.VAR_DIR)]
    worker = [*celery, "worker", "--concurrency", str(TASK_PROCESSES), *quiet]
    beat = [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]
    folder = settings.BASE_DIR
    return [
        Part("web server", web, (listener.fileno(),), folder),
        Part("worker", worker, (), folder),
        Part("scheduler", beat, (), folder),
    ]


class Command(BaseCommand):
    help = "Prepares the database and runs web, worker and beat until Ctrl-C."
    requires_system_checks = []

    def execute(self, *args: Any, **options: Any) -> str | None:
        """What keeps it from starting is said without the name of an error; it is what strangers meet first."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            sys.exit(str(error))

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0 when asked to stop, 1 when a part died or could not start."""
        make_sure_of_room(settings.VAR_DIR)
        with only_one(settings.VAR_DIR), listen(os.environ.get("HOST", "127.0.0.1"), settings.PORT) as listener:
            self.prepare()
            code = supervise(parts(listener), started=self.welcome)
        sys.exit(code)

    def prepare(self) -> None:
        """Bring the database up to date; in the demo, fill it."""
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            if disk.is_full(error):
                raise
            raise CommandError(f"The database does not answer; is DATABASE_URL right? It says: {error}".strip())
        call_command("createcachetable", verbosity=0)
        if settings.DEMO and "make_demo" in get_commands():
            call_command("make_demo", stdout=self.stdout)

    def welcome(self) -> None:
        """Say where Manyhands is and how the first admin gets in."""
        self.stdout.write(f"Manyhands: {settings.BASE_URL}/")
        if link := admin_link():
            self.stdout.write(f"Sign in as admin, once: {link}")
        self.stdout.write("Ctrl-C ends it.")
        self.stdout.flush()
