"""How benchmarks judge, and the load on loopback. No test asserts a time of the product."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from benchmarks import load, mentor_match
from benchmarks.rows import Limit, NotMeasured, Row, tell
from benchmarks.who import NobodyHere, find_cast


def test_a_goal_may_be_missed_by_a_quarter_and_a_count_by_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell([Row("a", 1.2, 1, 1), Limit("b", 120, 100), NotMeasured("c", "it is not there")]) == 0
    assert tell([Row("a", 1.3, 1, 1)]) == 1
    assert tell([Limit("b", 7, 6, exact=True)]) == 1
    out = capsys.readouterr().out
    assert "1.200×" in out
    assert "not measured: it is not there" in out


def test_without_an_organization_there_is_nothing_to_measure(db: None) -> None:
    with pytest.raises(NobodyHere):
        find_cast()


def test_the_peer_of_pairing_finds_the_same_total_at_one_place() -> None:
    _row, words, holds = mentor_match.measure(40, 1, 1)
    assert holds, words


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(500 if self.path == "/broken/" else 200)
        self.end_headers()
        self.wfile.write(self.headers["Cookie"].encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_load_counts_every_answer_and_every_error(port: int) -> None:
    asked = [("/", "a=1", False), ("/api/", "a=1", True), ("/broken/", "a=1", False)]
    taken = load.attack(port, asked, a_second=100)
    assert (len(taken.pages), len(taken.api)) == (2, 1)
    assert taken.errors == ["/broken/: 500"]
    assert load.p95([float(n) for n in range(1, 101)]) == 95
