"""The bare views beside which ours are measured, and the URL conf that has both."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core import clock, wording
from core.doors import signed_in
from desk.facts import REMINDERS, SHOWN, WHY
from nudges.models import Nudge
from people.models import User
from relationships import kinds
from relationships.models import Relationship, Session, StatusChange

PAGE = 50
TABLE = """<!doctype html><title>{{ title }}</title><main><h1>{{ title }}</h1>{% for rows in parts %}<table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>
{% endfor %}</main>"""
NAMES = ("given_name", "family_name")
TEMPLATE = engines["django"].from_string(TABLE)


def _page(title: str, *parts: list[tuple[Any, ...]]) -> HttpResponse:
    return HttpResponse(TEMPLATE.render({"title": title, "parts": parts}))


def _name(row: dict[str, Any], before: str = "") -> str:
    return " ".join(row[f"{before}{name}"] for name in NAMES).strip()


def pairs(request: HttpRequest) -> HttpResponse:
    """The twin of the list of pairs."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    names = [f"{half}__{name}" for half in ("learner", "guide") for name in NAMES]
    found = Relationship.objects.visible_to(me).order_by("-proposed_at", "id")
    rows = found.values(*names, "program__name", "kind", "status", "proposed_at")[:PAGE]
    return _page("Pairs", [
        (
            f"{_name(row, 'learner__')} – {_name(row, 'guide__')}", row["program__name"],
            kinds.of(row["kind"]).STATUSES[row["status"]],
            wording.day(clock.day_of(row["proposed_at"], me.time_zone), today),
        )
        for row in rows
    ])  # fmt: skip


def people(request: HttpRequest) -> HttpResponse:
    """The twin of the directory."""
    found = User.objects.visible_to(signed_in(request)).order_by("family_name", "given_name", "id")
    names = [*NAMES, "title", "department", "email", *(f"manager__{name}" for name in NAMES)]
    return _page("People", [
        (
            _name(row), row["title"], row["department"], row["email"] or "–",
            _name(row, "manager__") if row["manager__given_name"] is not None else "–",
        )
        for row in found.values(*names)[:PAGE]
    ])  # fmt: skip


def facts(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The twin of the facts of a pair."""
    me = signed_in(request)
    today = clock.today(me.time_zone)

    def on(moment: datetime) -> str:
        return wording.day(clock.day_of(moment, me.time_zone), today)

    found = Relationship.objects.visible_to(me).values("kind").get(pk=pair)
    sessions = Session.objects.filter(relationship=pair).order_by("-starts_at")
    statuses, words = kinds.of(found["kind"]).STATUSES, dict(Session.Status.choices)
    met = [
        (f"{wording.moment(at, today, me.time_zone)} {words[status]} · {minutes} min",)
        for at, status, minutes in sessions.values_list("starts_at", "status", "minutes")
    ]
    history = StatusChange.objects.filter(relationship=pair).values_list("to_status", "at")
    sent = Nudge.objects.sent_days(pair)[: -SHOWN - 1 : -1]
    return _page(
        "Facts", met, [(f"{statuses[to]} {on(at)}",) for to, at in history],
        [(_reminder(row["kind"], wording.day(row["day"], today)),) for row in sent],
    )  # fmt: skip


def _reminder(kind: str, day: str) -> str:
    words = f"{REMINDERS[kind]} {day}"
    return f"{words} · {WHY[kind]}" if kind in WHY else words


PROFILE = ("id", *NAMES, "title", "department", "location")
# What each kind's resource calls the two people, and its columns.
API: dict[str, tuple[tuple[str, str], tuple[str, ...]]] = {
    "coaching": (
        ("coach", "coachee"), ("status", "starts_on", "ends_on", "ended_on", "wakes_on", "answer_by", "cadence_days"),
    ),
    "mentoring": (("mentor", "mentee"), ("status", "starts_on", "ended_on", "wakes_on", "answer_by", "cadence_days")),
}  # fmt: skip


def rows_of(request: HttpRequest, kind: str) -> HttpResponse:
    """The twin of an API list."""
    words, columns = API[kind]
    halves = [f"{half}__{name}" for half in ("guide", "learner") for name in PROFILE]
    found = Relationship.objects.visible_to(signed_in(request)).filter(kind=kind).order_by("-id")
    rows = found.values_list("id", "program_id", *halves, *columns)[:PAGE]
    return HttpResponse(orjson.dumps({"results": [_nested(row, words, columns) for row in rows]}))


def _nested(row: tuple[Any, ...], words: tuple[str, str], columns: tuple[str, ...]) -> dict[str, Any]:
    size = len(PROFILE)
    halves = (row[2 : 2 + size], row[2 + size : 2 + 2 * size])
    nested = {word: _person(*half) for word, half in zip(words, halves, strict=True)}
    return {"id": row[0], "program": row[1], **nested, **dict(zip(columns, row[2 + 2 * size :], strict=True))}


def _person(pk: UUID, given: str, family: str, title: str, department: str, location: str) -> dict[str, Any]:
    name = f"{given} {family}".strip()
    return {"id": pk, "name": name, "title": title, "department": department, "location": location}


urlpatterns = [
    path("twin/pairs/", pairs),
    path("twin/people/", people),
    path("twin/facts/<uuid:pair>/", facts),
    path("twin/api/<str:kind>/", rows_of),
    path("", include("config.urls")),
]
