"""Text that was made to break software: kept exactly and shown escaped, or refused by one sentence; never an error.

The strings of the Big List of Naughty Strings go through the main fields in a few large texts; one that is refused is
halved until the string that it was refused for stands alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils.html import escape

from tests.doors.asking import Asker, values_for
from tests.doors.payloads import payload_of
from tests.doors.routes import Route, all_routes
from tests.make import real_file

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("naughty strings")]
BETWEEN = " ¦ "


@dataclass(frozen=True)
class Field:
    """A field of a writing route, where it lands and is shown, who fills it in, and how much fits.

    `adds`: what is posted stands beside what was posted before, so that one page shows it all.
    """

    route: str
    name: str
    model: str
    shown: str = ""
    label: str = "mentoring"
    role: str = "learner"
    room: int = 4500
    adds: bool = False


FIELDS = [
    Field("relationships:agenda_add", "text", "relationships.AgendaItem", "desk:pair", room=900, adds=True),
    Field("relationships:action_add", "text", "relationships.ActionItem", "desk:pair", room=900, adds=True),
    Field("notes:write", "text", "notes.SharedNote", "desk:pair_notes", adds=True),
    Field("goals:write_aim", "sentence", "goals.Aim", "desk:pair_goals", room=900, adds=True),
    Field("relationships:agreement_change", "purpose", "relationships.Agreement", "desk:pair_agreement"),
    Field("surveys:ask_for_help", "words", "surveys.HelpRequest", room=900),
    Field("programs:apply", "wants", "programs.Application", role="outsider", room=1800),
    Field("programs:apply", "how", "programs.Application", role="outsider", room=1800),
    Field("programs:edit", "purpose", "programs.Program", "programs:program", role="program_admin", room=1800),
    Field("people:profile", "title", "people.User", "people:person", room=180),
]


def naughty() -> list[str]:
    path = real_file("robustness", "blns.json")
    return [text for text in json.loads(path.read_text()) if text.strip()]


def route_of(name: str) -> Route:
    return next(route for route in all_routes() if route.name == name)


def batches(strings: list[str], room: int) -> Iterator[list[str]]:
    """As many as fit, in their order."""
    batch: list[str] = []
    for text in strings:
        if batch and len(BETWEEN.join([*batch, text])) > room:
            yield batch
            batch = []
        batch.append(text)
    yield batch


def is_stored(text: str, label: str) -> bool:
    """Does a row of this model have exactly this text, opened?"""
    model = apps.get_model(label)
    names = [f.name for f in model._meta.fields if isinstance(f, models.TextField | models.CharField)]
    return any(getattr(row, name) == text for row in model._default_manager.all() for name in names)


def squeezed(text: str) -> str:
    """Without line breaks, which a page may draw in its own way."""
    return re.sub(r"\s+|<br>|&#160;|&nbsp;", "", text)


def trouble_with(asker: Asker, field: Field, parts: list[list[str]]) -> list[str]:
    """Post a text made of each part, and look where it is shown; what went wrong, in words."""
    together = [parts] if field.adds else [[part] for part in parts]
    return [fault for some in together for fault in trouble_in_one_world(asker, field, some)]


def trouble_in_one_world(asker: Asker, field: Field, parts: list[list[str]]) -> list[str]:
    """The same for parts that can stand beside each other. A text that is refused is halved."""
    kept, halves, faults = list[str](), list[list[str]](), list[str]()
    with transaction.atomic(), asker.world.at_its_time():
        for strings in parts:
            text, half = BETWEEN.join(["begin", *strings, "end"]), len(strings) // 2
            answer = post(asker, field, text)
            if answer.status_code < 500 and is_stored(text, field.model):
                kept.append(text)
            elif half:
                halves += [strings[:half], strings[half:]]
            elif answer.status_code >= 500 or answer.content.decode().count("One thing needs a look") != 1:
                faults.append(f"{strings[0]!r:.200} is answered {answer.status_code}, neither kept nor refused")
        faults += not_shown(asker, field, kept)
        transaction.set_rollback(True)
    return faults + (trouble_with(asker, field, halves) if halves else [])


def post(asker: Asker, field: Field, text: str) -> Any:
    """The answer; one that is an error leaves nothing behind."""
    route, kind = route_of(field.route), field.label
    payload = payload_of(field.route, "POST")
    assert payload is not None
    data = {**payload.make(asker.world, kind), field.name: text}
    path = route.path(values_for(asker.world, route, kind) or {})
    with transaction.atomic():
        answer = asker.browser(field.role, kind).post(path, data)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
    return answer


def not_shown(asker: Asker, field: Field, texts: list[str]) -> list[str]:
    """Of these the ones that the page does not show escaped, or shows as they are as well, in words."""
    if not texts or not field.shown:
        return []
    route = route_of(field.shown)
    path = route.path(values_for(asker.world, route, field.label) or {})
    page = squeezed(asker.browser(field.role, field.label).get(path).content.decode())
    return [f"{text!r:.200} is not shown as it was written" for text in texts if not is_escaped(text, page)]


def is_escaped(text: str, page: str) -> bool:
    """A text with nothing in it to escape may stand there as it is."""
    escaped = escape(text)
    return squeezed(escaped) in page and (escaped == text or squeezed(text) not in page)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.route}-{field.name}")
def test_a_naughty_text_is_kept_exactly_and_shown_escaped_or_refused(asker: Asker, field: Field) -> None:
    strings = naughty()
    assert len(strings) > 500
    assert trouble_with(asker, field, list(batches(strings, field.room))) == []


@pytest.mark.parametrize("text", ["\x00", "a\x00b"])
def test_a_text_that_no_database_takes_is_refused_by_one_sentence(asker: Asker, text: str) -> None:
    for field in FIELDS:
        assert trouble_with(asker, field, [[text]]) == [], field.route
