"""The short form of a bad night (docs/faults.md): kills, no Redis, another PostgreSQL, and nothing of it left behind.

Minutes are seconds here. It needs servers that it may kill, so it runs with `./run test --services` alone.
"""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path

import pytest

from tests.conftest import STACK
from tests.faults.driver import AWAY, NO_ANSWER, Answer, at_work
from tests.faults.night import Night, night
from tests.faults.servers import missing

SEED = 7


def went_wrong(answers: list[Answer], *allowed: int) -> list[str]:
    return [answer.told for answer in answers if not answer.is_good and answer.status not in allowed]


def test_a_bad_night_loses_nothing_and_repeats_nothing() -> None:
    """Issue 3, 7: one night, because to start one takes longer than all that happens in it."""
    if STACK != "services":
        return
    if gone := missing():
        pytest.skip(f"A night needs {', '.join(gone)}: apt install postgresql redis-server")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)  # PostgreSQL runs as somebody else
        with night(Path(name), SEED, hurried=True) as it:
            with at_work(it.ledger, it.installation.port, it.cast, SEED):
                it.ledger.phase = "kills"
                last = max(it.kill((0.5, 2), part) for part in ("worker", "web", "beat", "worker"))
                it.wait_until_well(last)
                it.without_redis(4)
                it.restart_postgres(signal.SIGINT)
            assert it.ledger.broken == [], [str(error) for error in it.ledger.broken]
            it.wait_for_the_mails()
            all_of_it_is_there_once(it)
            no_page_failed_for_redis(it)
            only_what_was_in_flight_failed_for_postgres(it)


def all_of_it_is_there_once(it: Night) -> None:
    """What was promised is there, whole, once; a mail may go again for what died as it was sent, as the same mail."""
    assert it.ledger.promised.total() > 50
    assert it.faults() == []
    assert it.copies() <= len(it.kills) + 1
    assert went_wrong(it.ledger.of("kills"), NO_ANSWER) == []


def no_page_failed_for_redis(it: Night) -> None:
    """Pages answer, writes succeed, nobody waits for a server that is not there."""
    assert len(it.ledger.of("redis")) > 10
    assert went_wrong(it.ledger.of("redis")) == []
    assert went_wrong(it.ledger.of("redis is back")) == []


def only_what_was_in_flight_failed_for_postgres(it: Night) -> None:
    """With a page, or a problem, that says so; the same web and worker go on."""
    away = [answer for answer in it.ledger.of("postgres") if not answer.is_good]
    assert went_wrong(away, AWAY) == []
    assert all("database" in answer.text and answer.headers["Retry-After"] == "10" for answer in away)
    assert went_wrong(it.ledger.of("postgres is back")) == []
    assert it.keeper.starts["web"] <= 2
    assert it.keeper.starts["worker"] <= 3
