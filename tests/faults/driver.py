"""People at work while the night goes on around them: each pair writes what pairs write, over HTTP alone.

A program sends the same Idempotency-Key until it is answered. A person whose page failed looks whether the words are
there, and presses again if they are not. What was answered with a yes stands in the ledger.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from tests.faults.world import DAYS
from tests.filled import Filled
from tests.run.installation import PATIENCE

NO_ANSWER, AWAY = 0, 503
BEFORE_AGAIN, BETWEEN = 0.2, 0.15  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 is nothing at all."""

    phase: str
    asked: str
    status: int
    seconds: float
    headers: dict[str, str]
    text: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 400

    @property
    def told(self) -> str:
        """For the report."""
        return f"{self.asked}: {self.status} {self.text[:400]}"


@dataclass
class Ledger:
    """What was answered with a yes, and how everything was answered."""

    phase: str = "quiet"
    promised: Counter[str] = field(default_factory=Counter)
    sessions: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def promise(self, kind: str, word: str) -> None:
        """From now on it has to be there."""
        with self.lock:
            self.promised[f"{kind} {word}"] += 1

    def of(self, phase: str) -> list[Answer]:
        """The answers that came in this phase."""
        with self.lock:
            return [answer for answer in self.answers if answer.phase == phase]

    def failed(self, phase: str) -> Counter[int]:
        """How many of them were none, by status."""
        return Counter(answer.status for answer in self.of(phase) if not answer.is_good)


@dataclass
class Person:
    """Somebody with a browser and a program of their own."""

    ledger: Ledger
    port: int
    token: str
    cookie: str

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """One request on a line of its own."""
        began = time.monotonic()
        status, got, text = NO_ANSWER, {}, ""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body.encode(), {name.replace("_", "-"): said for name, said in headers.items()})
            answer = line.getresponse()
            text = answer.read().decode()
            status, got = answer.status, dict(answer.getheaders())
        except (OSError, http.client.HTTPException):
            pass
        finally:
            line.close()
        made = Answer(self.ledger.phase, f"{method} {path}", status, time.monotonic() - began, got, text)
        with self.ledger.lock:
            self.ledger.answers.append(made)
        return made

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Ask again while nobody answers. AssertionError for a refusal, or when it takes forever."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = ask()
            if answer.is_good:
                return answer
            assert answer.status in (NO_ANSWER, AWAY), answer.told
            time.sleep(BEFORE_AGAIN)
        raise AssertionError(f"nobody answers: {answer.asked}")

    # As a program

    def program(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A request of the API; one that is asked to wait, on a machine that is quick, waits as long as it is told."""
        sent = {"Authorization": f"Bearer {self.token}", "Content_Type": "application/json", **headers}
        while True:
            answer = self.ask(method, f"/api/v1/{path}", "" if body is None else json.dumps(body), **sent)
            if answer.status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return answer
            time.sleep(int(answer.headers["Retry-After"]))

    def make(self, path: str, **body: Any) -> Any:
        """A new row, once, however often it has to be sent."""
        key = str(uuid.uuid4())
        answer = self.until_answered(lambda: self.program("POST", path, body, Idempotency_Key=key))
        return json.loads(answer.text)

    def do(self, path: str, verb: str, is_done: Callable[[Any], bool], **body: Any) -> None:
        """A verb upon a row as it stands; a lost answer is found out by reading the row again."""
        row = self.until_answered(lambda: self.program("GET", path))
        while not is_done(json.loads(row.text)):
            answer = self.program("POST", f"{path}{verb}/", body or None, If_Match=row.headers["ETag"])
            assert answer.is_good or answer.status in (NO_ANSWER, AWAY), answer.told
            time.sleep(0 if answer.is_good else BEFORE_AGAIN)
            row = self.until_answered(lambda: self.program("GET", path))
            assert is_done(json.loads(row.text)) or not answer.is_good, f"{answer.asked} did nothing: {row.text}"

    # As somebody with a browser

    def page(self, path: str, **sent: str) -> Answer:
        """A page; with `sent`, the form on it filled in and sent."""
        page = self.ask("GET", path, Cookie=self.cookie)
        if not sent or not page.is_good:
            return page
        crumbs = page.headers.get("Set-Cookie", "").partition(";")[0]
        form = {**Filled(page.text).data, **sent}
        return self.ask(
            "POST", path, urlencode(form), Cookie=f"{self.cookie}; {crumbs}",
            Content_Type="application/x-www-form-urlencoded",
        )  # fmt: skip

    def fill_in(self, path: str, is_there: Callable[[], bool], **sent: str) -> None:
        """Press; if no page came back, look, and press again if the words are not there."""
        while (answer := self.page(path, **sent)).status != http.HTTPStatus.FOUND:
            assert answer.status in (NO_ANSWER, AWAY), answer.told
            time.sleep(BEFORE_AGAIN)
            if is_there():
                return

    def reads(self, path: str, words: str) -> bool:
        """Do these words stand on this page?"""
        return words in self.until_answered(lambda: self.page(path)).text


class Pair:
    """Two people, and all that they may do tonight."""

    def __init__(self, ledger: Ledger, port: int, cast: dict[str, Any], rng: random.Random) -> None:
        self.ledger, self.rng, self.cast = ledger, rng, cast
        self.id: str = cast["id"]
        self.guide, self.learner = (
            Person(ledger, port, cast[role]["token"], cast[role]["cookie"]) for role in ("guide", "learner")
        )
        self.owner, self.other = (self.guide, self.learner)[:: 1 if cast["owner"] == "guide" else -1]
        self.behind: list[str] = list(cast["behind"])
        self.days = list(range(1, DAYS)) if cast["metric"] else []
        self.planned = 0

    def word(self) -> str:
        return f"w{self.rng.getrandbits(48):012x}"

    def anyone(self) -> Person:
        return self.rng.choice([self.guide, self.learner])

    def act(self) -> None:
        """One of the things that they do."""
        self.rng.choice([
            self.write_privately, self.write_together, self.note_on_the_page, self.put_a_line, self.suggest_a_line,
            self.take_something_on, self.enter_a_value, self.plan, self.log,
        ])()  # fmt: skip

    def write_privately(self) -> None:
        word = self.word()
        self.anyone().make("private-notes/", relationship=self.id, text=f"Between us: {word}")
        self.ledger.promise("PrivateNote", word)

    def write_together(self) -> None:
        word = self.word()
        self.anyone().make("shared-notes/", relationship=self.id, text=f"We said {word}")
        self.ledger.promise("SharedNote", word)

    def note_on_the_page(self) -> None:
        word, who = self.word(), self.anyone()
        path = f"/pairs/{self.id}/notes/write/"
        who.fill_in(
            path, lambda: who.reads(f"/notes/?q={word}", f"Kept {word}"), audience="only_me", text=f"Kept {word}"
        )
        self.ledger.promise("PrivateNote", word)

    def put_a_line(self) -> None:
        word = self.word()
        self.owner.make("agenda-items/", relationship=self.id, layer="session", text=f"Talk about {word}")
        self.ledger.promise("AgendaItem", word)

    def suggest_a_line(self) -> None:
        """Proposed by one, accepted by the other."""
        word = self.word()
        line = self.other.make("agenda-items/suggest/", relationship=self.id, layer="session", text=f"And {word}?")
        self.owner.do(f"agenda-items/{line['id']}/", "accept", lambda row: row["status"] == "on")
        self.ledger.promise("AgendaItem", word)

    def take_something_on(self) -> None:
        word = self.word()
        role = self.rng.choice(["guide", "learner"])
        owner = self.cast[role]["id"]
        action = self.anyone().make("action-items/", relationship=self.id, text=f"Send {word}", owner=owner)
        getattr(self, role).do(f"action-items/{action['id']}/", "tick", lambda row: bool(row["done_at"]))
        self.ledger.promise("ActionItem", word)

    def enter_a_value(self) -> None:
        if not self.days:
            return
        word, day = self.word(), datetime.now(UTC).date() - timedelta(days=self.days.pop())
        value = {"value": str(self.rng.randint(9, 21)), "on_day": str(day), "source": "measured", "note": f"by {word}"}
        self.anyone().make("measurements/", metric=self.cast["metric"], **value)
        self.ledger.promise("Measurement", word)

    def plan(self) -> None:
        """A session to come, of which both get a mail."""
        word = self.word()
        self.planned += 1
        at = (datetime.now(UTC) + timedelta(days=30, minutes=31 * self.planned)).replace(second=0, microsecond=0)
        when = {"starts_at": at.isoformat(), "zone": "UTC", "minutes": 30, "form": "video"}
        made = self.anyone().make("sessions/", relationship=self.id, link=f"https://meet.example.org/{word}", **when)
        self.ledger.promise("Session", word)
        self.ledger.sessions.append(made["id"])

    def log(self) -> None:
        """A session that lies behind, with a private note that comes with it: one form, two rows."""
        if not self.behind:
            return
        word, who, session = self.word(), self.anyone(), self.behind.pop()
        sent = {"minutes": "30", "note-text": f"Heard {word}"}
        path = f"/sessions/{session}/log/"
        who.fill_in(path, lambda: who.reads(f"/notes/?q={word}", f"Heard {word}"), **sent)
        self.ledger.promise("PrivateNote", word)


@contextmanager
def at_work(ledger: Ledger, port: int, cast: dict[str, Any], seed: int) -> Iterator[None]:
    """Every pair of the cast writes, one thing after the other, until the block ends. What broke them stands in the
    ledger."""
    end = threading.Event()

    def live(pair: Pair) -> None:
        try:
            while not end.wait(BETWEEN):
                pair.act()
        except BaseException as error:
            ledger.broken.append(error)

    pairs = [Pair(ledger, port, one, random.Random(seed + number)) for number, one in enumerate(cast["pairs"])]
    threads = [threading.Thread(target=live, args=[pair]) for pair in pairs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join(PATIENCE)
