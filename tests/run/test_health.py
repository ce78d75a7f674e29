"""`/healthz` and `/readyz`: who is dead is named, within the limit."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from core import health, heartbeats
from core.clock import moved_to
from core.management.commands.serve import listen, parts
from core.models import Heartbeat
from core.tasks import beat_heart
from tests.run.installation import Installation, make_installation, wait_for

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIMIT = timedelta(seconds=90)


@pytest.mark.django_db
@pytest.mark.parametrize("part", heartbeats.PARTS)
def test_a_part_is_silent_once_the_limit_has_passed(part: str) -> None:
    for name in heartbeats.PARTS:
        heartbeats.record(name, NOW)
    Heartbeat.objects.filter(name=part).update(at=NOW - timedelta(seconds=30))
    assert heartbeats.silent(NOW + timedelta(seconds=60), LIMIT) == []
    assert heartbeats.silent(NOW + timedelta(seconds=61), LIMIT) == [part]


@pytest.mark.django_db
def test_a_part_never_heard_of_is_silent() -> None:
    assert heartbeats.silent(NOW, LIMIT) == ["worker", "scheduler"]


def test_the_limit_is_within_two_minutes(settings: Any) -> None:
    assert timedelta(minutes=2) >= settings.HEARTBEAT_LIMIT


@pytest.mark.django_db
def test_the_worker_records_its_heartbeat_once() -> None:
    for moment in (NOW, NOW + timedelta(minutes=1)):
        with moved_to(moment):
            beat_heart()
    assert list(Heartbeat.objects.values_list("name", "at")) == [("worker", NOW + timedelta(minutes=1))]


@pytest.mark.django_db
@pytest.mark.parametrize("thing", ["database", "broker"])
def test_readyz_names_what_fails(client: Client, monkeypatch: pytest.MonkeyPatch, thing: str) -> None:
    monkeypatch.setattr(health, f"has_{thing}", lambda: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert thing in response.json()["failing"]
    assert "no-store" in response["Cache-Control"]


def test_a_broker_that_is_gone_is_noticed(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL, settings.VAR_DIR = "", tmp_path / "nowhere"
    assert not health.has_broker()
    (tmp_path / "nowhere" / "broker" / "queue").mkdir(parents=True)
    assert health.has_broker()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with make_installation(tmp_path) as found:
        yield found


def names_as_dead(installation: Installation, part: str) -> bool:
    status, answer = installation.get("/readyz")
    return status == 503 and part in answer["failing"]


def test_killing_worker_or_scheduler_turns_readyz_to_503(installation: Installation) -> None:
    """Real processes, killed for real; the heart beats once a second here, so that the limit is three."""
    installation.manage_all(["migrate"], ["createcachetable"])
    with listen("127.0.0.1", 0) as unused:
        commands = {part.name: list(part.command) for part in parts(unused)}
    web = commands["web server"]
    web[web.index("--bind") + 1] = f"127.0.0.1:{installation.port}"
    installation.start(web)
    running = {name: installation.start(commands[name]) for name in ("worker", "scheduler")}
    for name in heartbeats.PARTS:
        wait_for(installation.is_ready)
        os.killpg(running[name].pid, signal.SIGKILL)
        # On a loaded machine the other part may miss its three seconds too: it is this one that has to be named.
        wait_for(partial(names_as_dead, installation, name))
        running[name] = installation.start(commands[name])
