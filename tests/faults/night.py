"""A bad night: what kills web, worker and scheduler, takes Redis away and restarts PostgreSQL while people work.

    .venv/bin/python -m tests.faults.night --kills 20 --redis-away 120 --seed 1

The parts are the ones of production, started by their own commands, and started again when they died, which is what
`restart: unless-stopped` of docker-compose.yml does. See docs/faults.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.driver import Ledger, Person, at_work
from tests.faults.servers import MailSystem, Postgres, Redis, missing, servers
from tests.run.installation import Installation, end_all, free_port, wait_for
from tests.run_suite import OWN, ROOT

RESTART_AFTER = 0.2  # seconds, about what Docker waits
HEARTS = "select name, extract(epoch from at)::float from core_heartbeat"
# fact, rows, people: who was told of which session
TOLD = """
    select fact::text, count(*), count(distinct recipient_id) from nudges_nudge
    where kind = 'session-planned' and state = 'sent' group by 1
"""


def commands(port: int, processes: int) -> dict[str, list[str]]:
    """Web, worker and scheduler as the Dockerfile and docker-compose.yml start them."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    quiet = ["--without-gossip", "--without-mingle"]
    return {
        "web": [*web, "--workers", str(processes), "--threads", "4", "--no-control-socket"],
        "worker": [*celery, "worker", "--loglevel", "INFO", "--concurrency", str(processes), *quiet],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile="],
    }


class Keeper:
    """Keeps the parts running: one that died is started again."""

    def __init__(self, installation: Installation, processes: int) -> None:
        self.installation, self.commands = installation, commands(installation.port, processes)
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.starts: Counter[str] = Counter()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def start(self) -> None:
        for name in self.commands:
            self._start(name)
        self.thread.start()

    def end(self) -> None:
        self.over.set()
        self.thread.join()

    def kill(self, name: str, rng: random.Random) -> str:
        """SIGKILL for a part with all its processes, or for one of the processes that it has started."""
        leader = self.running[name].pid
        children = _children(leader)
        if children and rng.random() < 0.3:
            with suppress(ProcessLookupError):
                os.kill(rng.choice(children), signal.SIGKILL)
            return f"a process of {name}"
        with suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)
        return name

    def _start(self, name: str) -> None:
        self.starts[name] += 1
        with (self.installation.errors.parent / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, env=self.installation.environment, stdout=log, stderr=log, text=True,
                start_new_session=True,
            )  # fmt: skip

    def _watch(self) -> None:
        while not self.over.wait(RESTART_AFTER):
            for name, process in list(self.running.items()):
                if process.poll() is not None:
                    self._start(name)


def _children(leader: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [int(pid) for pid in Path(f"/proc/{leader}/task/{leader}/children").read_text().split()]
    return []


@dataclass
class Night:
    """Everything that runs tonight."""

    installation: Installation
    keeper: Keeper
    postgres: Postgres
    redis: Redis
    mail: MailSystem
    ledger: Ledger
    cast: dict[str, Any]
    rng: random.Random
    kills: list[str] = field(default_factory=list)

    def kill(self, quiet: tuple[float, float], name: str | None = None) -> float:
        """Some part, at some moment. → when."""
        time.sleep(self.rng.uniform(*quiet))
        at = time.time()
        self.kills.append(self.keeper.kill(name or self.rng.choice(["web", "worker", "beat"]), self.rng))
        return at

    def wait_until_well(self, since: float) -> float:
        """Until everything works again. → how many seconds that took."""
        wait_for(lambda: self.is_well_since(since))
        return time.time() - since

    def is_well_since(self, moment: float) -> bool:
        """Has every part shown since then that it works?"""
        hearts = dict(self.postgres.ask(HEARTS))
        beats = min(hearts.get(part, 0.0) for part in ("worker", "scheduler"))
        return beats > moment + RESTART_AFTER and self.installation.is_ready()

    def without_redis(self, seconds: float) -> None:
        """Redis dies, and comes back empty; what was asked of the worker meanwhile is found in the database."""
        self.redis.end()
        self._phase("redis")
        self._press_what_needs_redis()
        time.sleep(seconds)
        self._phase("redis is back")
        self.redis.start()
        wait_for(self.installation.is_ready)
        wait_for(lambda: self.postgres.ask("select status from pairing_run") == [("done",)])

    def _press_what_needs_redis(self) -> None:
        """A kick for a worker, and a code to sign in with, which is counted."""
        admin, port = self.cast["admin"], self.installation.port
        maya, nobody = Person(self.ledger, port, admin["token"], admin["cookie"]), Person(self.ledger, port, "", "a=b")
        maya.make("runs/", program=self.cast["program"])
        nobody.page("/accounts/login/code/", email=self.cast["email"])

    def restart_postgres(self, how: signal.Signals) -> None:
        """SIGINT: `restart -m fast`; SIGQUIT: as after a crash."""
        self._phase("postgres")
        self.postgres.end(how)
        time.sleep(1)
        self.postgres.start()
        wait_for(self.installation.is_ready)
        self._phase("postgres is back")

    def wait_for_the_mails(self) -> None:
        """Until both halves of every pair were told of every session that was promised."""
        promised = set(self.ledger.sessions)
        wait_for(lambda: promised <= {fact for fact, _rows, people in self.postgres.ask(TOLD) if people == 2})

    def recount(self) -> dict[str, Any]:
        """What stands in the database now, seen from inside."""
        found: dict[str, Any] = ask_inside(self.installation, "count")
        return found

    def faults(self) -> list[str]:
        """All that should not be: lost, twice, half written."""
        found, promised = self.recount(), self.ledger.promised
        half: list[str] = found["half"]
        lost = [f"lost: {word}" for word in promised if word not in found["words"]]
        twice = [f"{times} times: {word}" for word, times in found["words"].items() if times != 1]
        unasked = [f"nobody was promised: {word}" for word in found["words"] if word not in promised]
        return lost + twice + unasked + half + self._wrong_mails()

    def copies(self) -> int:
        """Mails that went over the wire once more, under the Message-ID that they had."""
        return len(self.mail.taken) - len({message for message, _to in self.mail.taken})

    def _wrong_mails(self) -> list[str]:
        """Nobody is told twice of one thing under two names; what counts as sent has arrived."""
        sent = self.postgres.ask("select message_id from nudges_nudge where state = 'sent'")
        arrived = {message for message, _to in self.mail.taken}
        told = [f"{fact} told {rows} times" for fact, rows, people in self.postgres.ask(TOLD) if rows != people]
        return told + [f"never arrived: {message}" for (message,) in sent if message not in arrived]

    def _phase(self, name: str) -> None:
        self.ledger.phase = name


def ask_inside(installation: Installation, what: str) -> Any:
    """`tests.faults.world` in the installation's own surroundings."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.world", what],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@contextmanager
def night(folder: Path, seed: int, *, hurried: bool) -> Iterator[Night]:
    """Servers, an installation with four pairs, and its three parts; afterwards nothing of it runs."""
    mark, port = uuid.uuid4().hex[:12], free_port()
    with servers(folder) as (postgres, redis, mail):
        environment = {name: value for name, value in os.environ.items() if name not in OWN}
        environment |= {
            "VAR_DIR": str(folder / "var"), "PORT": str(port), "TEST_MARK": mark, "HEARTBEAT_SECONDS": "1",
            "DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "EMAIL_URL": mail.url,
            "DJANGO_SETTINGS_MODULE": "tests.faults.hurried" if hurried else "config.settings",
        }  # fmt: skip
        it = Installation(environment, mark, port, folder / "errors")
        keeper, rng = Keeper(it, 1 if hurried else 2), random.Random(seed)
        made = Night(it, keeper, postgres, redis, mail, Ledger(), ask_inside(it, "make"), rng)
        keeper.start()
        try:
            wait_for(it.is_ready)
            yield made
        finally:
            keeper.end()
            end_all(mark)
            for process in keeper.running.values():
                process.wait()


def main(arguments: list[str]) -> int:
    """The long form. Exit code 1 when something is lost, twice or half written."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.night", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--redis-away", type=float, default=120, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if gone := missing():
        sys.exit(f"A night needs {', '.join(gone)}: apt install postgresql redis-server")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)  # PostgreSQL runs as somebody else
        with night(Path(name), asked.seed, hurried=False) as it:
            with at_work(it.ledger, it.installation.port, it.cast, asked.seed):
                it.ledger.phase = "kills"
                for _kill in range(asked.kills):
                    seconds = it.wait_until_well(it.kill((2, 12)))
                    print(f"killed {it.kills[-1]}: all well after {seconds:.1f} s", flush=True)
                it.without_redis(asked.redis_away)
                it.restart_postgres(signal.SIGINT)
                it.restart_postgres(signal.SIGQUIT)
            it.wait_for_the_mails()
            return tell(it)


def tell(it: Night) -> int:
    """What happened, in figures."""
    for phase in dict.fromkeys(answer.phase for answer in it.ledger.answers):
        answers = it.ledger.of(phase)
        slowest = max(answer.seconds for answer in answers)
        failed = dict(it.ledger.failed(phase))
        print(f"{phase}: {len(answers)} requests, not answered {failed}, slowest {slowest:.1f} s")
    again = f"{it.copies()} of them again under their Message-ID"
    print(f"{it.ledger.promised.total()} writes promised, {len(it.mail.taken)} mails, {again}")
    faults = [*it.faults(), *(f"{type(error).__name__}: {error}" for error in it.ledger.broken)]
    print("\n".join(faults) or "nothing lost, nothing twice, nothing half written")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
