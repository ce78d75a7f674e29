"""The panels ask the database as often for fifty rows as for one, and say what each half may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from relationships import panels
from relationships.models import Plan, Relationship
from tests.make import NOW, TODAY, make_action, make_line, make_pair, make_session

pytestmark = pytest.mark.django_db

KINDS = ["coaching", "mentoring"]


def a_point(pair: Relationship, number: int) -> None:
    make_line(pair, text=f"Row {number}.")
    make_line(pair, status="suggested", author=pair.guide, text=f"Idea {number}.")


def a_step(pair: Relationship, number: int) -> None:
    Plan.objects.get_or_create(relationship=pair)
    make_line(pair, "plan", text=f"Row {number}.")


def a_takeaway(pair: Relationship, number: int) -> None:
    make_line(pair, "content", text=f"Row {number}.")


def an_action(pair: Relationship, number: int) -> None:
    make_action(pair, text=f"Row {number}.", owner=pair.guide)
    make_action(pair, done_at=NOW)


def a_session(pair: Relationship, number: int) -> None:
    at = NOW - timedelta(days=number + 1)
    make_session(pair, starts_at=at, status="held", minutes=100 + number, logged_by=pair.guide, logged_at=NOW)
    make_session(pair, starts_at=at, status="cancelled", cancelled_by=pair.guide, cancelled_at=at)


PANELS: list[tuple[str, Callable[..., dict[str, Any]], Callable[[Relationship, int], None], str]] = [
    ("_agenda", panels.agenda_panel, a_point, "Row {}."),
    ("_plan", panels.plan_panel, a_step, "Row {}."),
    ("_takeaways", panels.takeaways_panel, a_takeaway, "Row {}."),
    ("_actions", panels.actions_panel, an_action, "Row {}."),
    ("_sessions", panels.sessions_panel, a_session, "1{:02} min"),
]


@pytest.mark.parametrize(("template", "fill", "make", "words"), PANELS, ids=[panel[0] for panel in PANELS])
def test_fifty_rows_cost_as_many_queries_as_one(
    template: str, fill: Callable[..., dict[str, Any]], make: Callable[[Relationship, int], None], words: str
) -> None:
    pair = make_pair("coaching")
    counts, made = set(), 0
    for rows in (1, 10, 50):
        for number in range(made, rows):
            make(pair, number)
        made = rows
        fresh = Relationship.objects.for_page().get(pk=pair.pk)
        with CaptureQueriesContext(connection) as asked:
            html = shown(template, fill(pair.learner, fresh, NOW))
        assert words.format(rows - 1) in html
        counts.add(len(asked))
    assert len(counts) == 1, counts


def shown(template: str, panel: dict[str, Any]) -> str:
    context = {"panel": panel, "today": NOW.date(), "csrf_token": "x"}
    return " ".join(render_to_string(f"relationships/{template}.html", context).split())


def test_the_fragments_ask_nothing_themselves() -> None:
    pair = make_pair("coaching")
    for number in range(3):
        for _template, _fill, make, _words in PANELS:
            make(pair, number)
    pair = Relationship.objects.for_page().get(pk=pair.pk)
    for template, fill, _make, _words in PANELS:
        panel = fill(pair.learner, pair, NOW)
        with CaptureQueriesContext(connection) as asked:
            shown(template, panel)
        assert len(asked) == 0, template


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_owner_gets_the_buttons(kind: str) -> None:
    pair = make_pair(kind)
    make_line(pair, text="A point")
    owner = getattr(pair, pair.rules_of_kind.LAYER_OWNER["session"])
    html = shown("_agenda", panels.agenda_panel(owner, pair, NOW))
    assert "Add a point" in html
    assert "Suggest a point" not in html
    html = shown("_agenda", panels.agenda_panel(pair.other(owner), pair, NOW))
    assert "Add a point" not in html
    assert "Suggest a point" in html
    assert "Move up" not in html


def test_a_mentoring_speaks_of_conversations_and_next_steps_and_has_no_plan() -> None:
    pair = make_pair()
    make_session(pair, starts_at=NOW - timedelta(days=1))
    assert shown("_plan", panels.plan_panel(pair.guide, pair, NOW)) == ""
    sessions = shown("_sessions", panels.sessions_panel(pair.guide, pair, NOW))
    assert "Plan a conversation" in sessions
    assert " session" not in sessions.replace("/sessions/", "").replace("sessions-h", "").lower()
    assert "Next steps" in shown("_actions", panels.actions_panel(pair.guide, pair, NOW))


def test_after_the_end_date_the_page_says_until_when_logging_is_open() -> None:
    pair = make_pair("coaching", ends_on=NOW.date() - timedelta(days=3))
    html = shown("_sessions", panels.sessions_panel(pair.guide, pair, NOW))
    assert "Log what took place until" in html
    assert "Plan a session" not in html


def test_of_three_actions_that_were_due_two_were_kept() -> None:
    """S1-14: 67 % at the next session; what is not due yet does not count, and a mentoring counts nothing."""
    for kind, words in (("coaching", "2 of 3 kept, 67 %"), ("mentoring", "")):
        pair = make_pair(kind)
        for done_at in (NOW, NOW, None):
            make_action(pair, by_day=TODAY - timedelta(days=1), done_at=done_at)
        make_action(pair, by_day=TODAY + timedelta(days=9))
        html = render_to_string("relationships/_actions.html", {"panel": panels.actions_panel(pair.guide, pair, NOW)})
        assert words in html
        assert (" kept" in html) == bool(words)
