"""Issue point 5.4, over everything that a mentoring has: no end date, no target and no status of aims in any page, form
or table. The pages come from the URL conf, the forms from the pages, the tables from the models."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.html import strip_tags

from core import clock
from goals.models import MentoringIntent
from relationships.models import Relationship
from tests.doors.routes import all_routes
from tests.make import NOW, make_action, make_aim, make_line, make_pair, make_session

pytestmark = pytest.mark.django_db

# Pages about one pair; what it takes beside the pair (a layer, a line) opens from these.
OF_A_PAIR = [
    route for route in all_routes() if route.is_ours and set(route.parameters) == {"pair"} and "GET" in route.methods
]
NAME = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
MEASURES = re.compile(
    r"ends?_on|end_date|target|metric|progress|percent|status|state$|score|unit|waive|due", re.IGNORECASE
)
JUDGES = re.compile(
    r"\bend date\b|\btargets?\b|\boverdue\b|\bbehind\b|\bon track\b|\bdue\b|\bmeasure|%|\bweek \d+ of\b", re.IGNORECASE
)
TONES = re.compile(r'data-tone="(?:warn|bad|ok|alert)"')


def a_full_mentoring() -> Relationship:
    pair = make_pair(proposed_at=NOW)
    make_aim(pair)
    make_aim(pair, "Speak up", agreed=False)
    make_line(pair)
    make_action(pair)
    make_session(pair)
    return pair


@pytest.mark.parametrize("role", ["guide", "learner"])
def test_no_page_and_no_form_of_a_mentoring_has_an_end_a_target_or_a_status_of_aims(client: Client, role: str) -> None:
    pair = a_full_mentoring()
    client.force_login(getattr(pair, role))
    opened = []
    for route in OF_A_PAIR:
        with clock.moved_to(NOW):
            answer = client.get(route.path({"pair": pair.pk}))
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        opened.append(route.name)
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        main = main.split('class="acts foot"')[0]  # the foot links to the page that compares the two
        assert [name for name in NAME.findall(main) if MEASURES.search(name)] == [], route.name
        assert JUDGES.findall(strip_tags("<main" + main)) == [], route.name
        assert TONES.findall(main) == [], route.name
    assert {"desk:pair", "desk:pair_goals", "goals:write_aim", "relationships:end"} <= set(opened)
    assert len(opened) > 12, opened


def test_no_table_that_hangs_on_aims_has_such_a_column() -> None:
    """Found by the foreign keys, so that a table of later counts too."""
    found: set[type[models.Model]] = {MentoringIntent}
    while more := {
        model
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model in found and model not in found
    }:
        found |= more
    assert len(found) > 2
    names = {f"{model.__name__}.{field.name}" for model in found for field in model._meta.fields}
    assert {name for name in names if MEASURES.search(name.partition(".")[2])} == set()
