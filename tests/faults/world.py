"""The people of a night and what they wrote, as seen from inside: `python -m tests.faults.world make|count`.

A process of its own, because the installation has a database and keys of its own. What somebody writes holds a word
like w0123456789ab by which it is found again.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import django

WORD = re.compile(r"\bw[0-9a-f]{12}\b")
BEHIND, DAYS = 80, 150  # sessions of each pair that wait for a log; days with a value that nobody has entered yet


def make() -> dict[str, Any]:
    """An empty database with two coachings and two mentorings under way, and how their people get in."""
    from django.core.management import call_command

    from core import clock

    call_command("migrate", interactive=False, verbosity=0)
    now = clock.now()
    return {**_program(now), "pairs": [_pair(kind, now) for kind in ("coaching", "mentoring") for _each in range(2)]}


def _program(now: datetime) -> dict[str, Any]:
    """A program with two who wait to be paired, and who runs it."""
    from tests import make

    admin = make.make_person("Maya", "Lindqvist")
    program = make.make_program(admin=admin)
    for role in ("guide", "learner"):
        make.make_enrollment(program, make.make_person(), role)
    return {"program": str(program.pk), "admin": _person(admin, now), "email": admin.email}


def _pair(kind: str, now: datetime) -> dict[str, Any]:
    from goals.models import Metric
    from tests import make

    dates: dict[str, Any] = {
        "starts_on": (now - timedelta(days=200)).date(),
        "ends_on": (now + timedelta(days=200)).date(),
    }
    pair = make.make_pair(kind, **(dates if kind == "coaching" else {"starts_on": dates["starts_on"]}))
    planned = {"planned_at": now - timedelta(days=9), "minutes": 30, "zone": "UTC"}
    behind = [
        make.make_session(pair, starts_at=now - timedelta(hours=2 + number), **planned) for number in range(BEHIND)
    ]
    metric = None
    if kind == "coaching":
        goal = make.make_goal(pair, first=None)
        make.make_value(goal, 22, (now - timedelta(days=DAYS + 1)).date(), is_first=True)
        metric = str(Metric.objects.get(goal=goal).pk)
    return {
        "id": str(pair.pk), "metric": metric, "owner": pair.rules_of_kind.LAYER_OWNER["session"],
        "behind": [str(session.pk) for session in behind],
        "guide": _person(pair.guide, now), "learner": _person(pair.learner, now),
    }  # fmt: skip


def _person(person: Any, now: datetime) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    from people import api_tokens

    token, browser = api_tokens.draw(), Client()
    api_tokens.make(person, token, name="night", scopes=api_tokens.SCOPES, days=30, by=None, now=now)
    browser.force_login(person)
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return {"id": str(person.pk), "token": token, "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}


def count() -> dict[str, Any]:
    """How often each word stands where, and what is not whole."""
    from core.models import KeptAnswer

    words: Counter[str] = Counter()
    half: list[str] = []
    for kind, thing, text in _written():
        for word in WORD.findall(text or ""):
            words[f"{kind} {word}"] += 1
            half += _faults(kind, thing)
    if unanswered := KeptAnswer.objects.filter(answer__isnull=True).count():
        half.append(f"{unanswered} keys without their answer")
    return {"words": words, "half": half + _logs()}


def _written() -> Any:
    """(kind, row, text) of every row that the story writes."""
    from goals.models import Measurement
    from notes.models import PrivateNote, SharedNote
    from relationships.models import ActionItem, AgendaItem, Session

    columns: list[tuple[Any, str]] = [
        (PrivateNote, "text"), (SharedNote, "text"), (AgendaItem, "text"), (ActionItem, "text"),
        (Measurement, "note"), (Session, "link"),
    ]  # fmt: skip
    for model, column in columns:
        for thing in model._base_manager.all():
            yield model.__name__, thing, getattr(thing, column)


def _faults(kind: str, thing: Any) -> list[str]:
    """A verb writes its row and one trace of it, or neither."""
    from core.models import AuditEvent

    traces = AuditEvent.objects.filter(object_id=thing.pk).values_list("verb", flat=True)
    verbs = Counter(verb for verb in traces if not verb.endswith((".tick", ".untick")))
    if not verbs:
        return [f"{kind} {thing.pk} without a trace"]
    return [f"{kind} {thing.pk}: {verb} {often} times" for verb, often in verbs.items() if often > 1]


def _logs() -> list[str]:
    """A log and the words that came with it are one: neither is there without the other, and none is there twice."""
    from core.models import AuditEvent
    from notes.models import PrivateNote
    from relationships.models import Session

    noted = {note.session_id for note in PrivateNote.objects.exclude(session=None)}
    held = set(Session.objects.filter(status="held").values_list("pk", flat=True))
    traced = Counter(AuditEvent.objects.filter(verb="session.hold").values_list("object_id", flat=True))
    found = [f"log of {pk} is not whole" for pk in (noted ^ held) | (set(traced) ^ held)]
    return found + [f"{pk} logged {often} times" for pk, often in traced.items() if often > 1]


if __name__ == "__main__":
    django.setup()
    json.dump({"make": make, "count": count}[sys.argv[1]](), sys.stdout)
