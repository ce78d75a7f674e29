"""Two workers at once, the index that finds what is due, and workers that are killed, against a real SMTP server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.ids import new_id
from nudges import claiming
from nudges.models import Category, Nudge
from nudges.noticing import notice
from people.models import User
from tests.make import NOW, make_pair, make_person, make_session
from tests.nudges.scenarios import DAY, MINUTE
from tests.run import installation

HANDS = 4


def make_rows(number: int, people: list[User], **fields: Any) -> None:
    """Rows as `notice` writes them, about nothing."""
    values: dict[str, Any] = {
        "kind": "session-moved", "category": Category.TRANSACTIONAL, "offset": "now", "revision": "1",
        "due_at": NOW, "stale_after": NOW + DAY, "noticed_at": NOW, **fields,
    }  # fmt: skip
    Nudge.objects.bulk_create(
        Nudge(recipient=people[n % len(people)], fact=new_id(), key=str(new_id()), **values) for n in range(number)
    )


def at_once(work: Any) -> list[Any]:
    """The same work in several threads, each with its own connection, begun together."""
    barrier = threading.Barrier(HANDS)

    def run(_number: int) -> Any:
        try:
            barrier.wait(timeout=installation.PATIENCE)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(run, range(HANDS)))


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_the_same_moment_never_hold_the_same_row() -> None:
    make_rows(200, [make_person() for _ in range(8)])

    def claim_all() -> list[Any]:
        mine: list[Any] = []
        while batch := claiming.at_once(NOW, 10):
            mine += [row.pk for row in batch]
        return mine

    held = Counter(pk for mine in at_once(claim_all) for pk in mine)
    assert len(held) == 200
    assert set(held.values()) == {1}


@pytest.mark.django_db
def test_a_claim_takes_no_more_than_its_limit_whatever_way_postgresql_goes() -> None:
    """One of its ways looks into a subquery again for every row of the table, and takes all of them."""
    make_rows(200, [make_person()])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("hashagg", "hashjoin", "mergejoin", "sort", "material", "seqscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    assert len(claiming.at_once(NOW, 10)) == 10


@pytest.mark.django_db(transaction=True)
def test_one_persons_morning_is_never_in_two_hands() -> None:
    people = [make_person() for _ in range(12)]
    make_rows(120, people, kind="session-log", category=Category.MORNING)
    hands = at_once(lambda: {row.recipient_id for row in claiming.mornings(NOW, 5)})
    met = Counter(person for hand in hands for person in hand)
    assert met
    assert set(met.values()) == {1}
    for person in met:
        assert Nudge.objects.filter(recipient=person, state="claimed").count() == 10, "the whole morning or nothing"


@pytest.mark.django_db
def test_what_is_due_is_found_by_the_small_index() -> None:
    """The index holds unfinished rows alone, so that finding what is due does not slow down with the years."""
    make_rows(3000, [make_person()], state="sent", sent_at=NOW)
    make_rows(20, [make_person()], due_at=NOW - MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = Nudge.objects.due(NOW).order_by("due_at").values("pk")[:50].explain()
    assert "nudge_due" in plan, plan


class Postbox:
    """Keeps what arrives. `stop_at`: the number of the mail at which it goes silent, before or after taking it."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.stop_at, self.takes_it = 0, True
        self.reached, self.go_on = threading.Event(), threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        import asyncio
        from email import message_from_bytes

        identity = str(message_from_bytes(envelope.content)["Message-ID"])
        if self.stop_at and len(self.arrived) + 1 == self.stop_at:
            if self.takes_it:
                self.arrived.append(identity)
            self.stop_at = 0
            self.reached.set()
            await asyncio.to_thread(self.go_on.wait, installation.PATIENCE)
            return "451 gone"
        self.arrived.append(identity)
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    box.go_on.set()
    controller.stop()


def worker(port: int, folder: Path) -> subprocess.Popen[bytes]:
    """A real Celery worker on the test's database and on a broker of its own."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        host = f"{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"
        secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{database['USER']}{secret}@{host}/{database['NAME']}"
    here = {
        **os.environ, "DATABASE_URL": url, "VAR_DIR": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "REDIS_URL": "", "SECRET_KEY": settings.SECRET_KEY, "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "solo", "-l", "warning"]
    return subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
        cwd=settings.BASE_DIR, env=here, start_new_session=True,
        stdout=(folder / "worker.log").open("ab"), stderr=subprocess.STDOUT,
    )  # fmt: skip


def kick(folder: Path) -> None:
    queue = folder / "broker" / "queue"
    queue.mkdir(parents=True, exist_ok=True)
    options = {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(folder / "control")}
    with Celery(broker="filesystem://", broker_transport_options=options) as app:
        app.send_task("nudges.tasks.sweep")


def wait_for(true: Any, folder: Path) -> None:
    """With the words of the worker if it never comes true."""
    try:
        installation.wait_for(true)
    except AssertionError:
        pytest.fail((folder / "worker.log").read_text()[-3000:])


@pytest.mark.django_db(transaction=True)
def test_killed_workers_lose_nothing_and_send_twice_only_under_the_same_message_id(
    postbox: tuple[Postbox, int], tmp_path: Path
) -> None:
    """Killed while the mail system has taken a mail, killed before it has, with rows in every state."""
    box, port = postbox
    now = timezone.now()
    for _ in range(4):
        make_session(make_pair(), starts_at=now + 10 * DAY, revision=1, planned_at=now - 9 * DAY)
    notice(now)
    rows = list(Nudge.objects.order_by("pk"))
    assert len(rows) == 8
    gone = now - timedelta(hours=1)
    held = {"claimed_by": new_id(), "lease_until": gone}
    Nudge.objects.filter(pk=rows[0].pk).update(state="claimed", **held)
    Nudge.objects.filter(pk=rows[1].pk).update(state="sending", message_id="<before@crash>", **held)
    Nudge.objects.filter(pk=rows[2].pk).update(state="sent", sent_at=gone)
    Nudge.objects.filter(pk=rows[3].pk).update(state="cancelled")

    for stop_at, takes_it in ((2, True), (4, False)):
        box.stop_at, box.takes_it = stop_at, takes_it
        box.reached.clear()
        box.go_on.clear()
        process = worker(port, tmp_path)
        try:
            kick(tmp_path)
            wait_for(box.reached.is_set, tmp_path)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            box.go_on.set()
        assert Nudge.objects.filter(state="sending").exists(), "it died with a mail in its hands"
        Nudge.objects.filter(lease_until__isnull=False).update(lease_until=gone)  # a minute later

    process = worker(port, tmp_path)
    try:
        kick(tmp_path)
        wait_for(lambda: not Nudge.objects.unfinished().exists(), tmp_path)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    meant = Nudge.objects.exclude(pk__in=[rows[2].pk, rows[3].pk])
    assert set(meant.values_list("state", flat=True)) == {"sent"}, "0 lost"
    counted = Counter(box.arrived)
    assert set(counted) == set(meant.values_list("message_id", flat=True))
    assert "<before@crash>" in counted
    assert sum(counted.values()) == 6 + 1, "one was taken before the kill, and came again under the same Message-ID"
