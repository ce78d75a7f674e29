"""Once a pair has ended or rests, no page offers what its verb can only refuse: neither by address nor by a button."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from relationships.models import Relationship
from surveys.models import Round
from tests import make
from tests.make import NOW, TODAY, make_pair

pytestmark = pytest.mark.django_db
YESTERDAY = NOW - timedelta(days=1)
Things = dict[str, Any]
Form = tuple[str, tuple[tuple[str, str], ...]]


def things_of(pair: Relationship) -> Things:
    """One of everything that stands on the pages of a pair."""
    logged = {"status": "held", "logged_by": pair.guide, "logged_at": YESTERDAY}
    found: Things = {
        "pair": pair,
        "behind": make.make_session(pair, starts_at=YESTERDAY),
        "ahead": make.make_session(pair, starts_at=NOW + timedelta(days=3)),
        "logged": make.make_session(pair, starts_at=NOW - timedelta(days=9), **logged),
        "line": make.make_line(pair),
        "suggestion": make.make_line(pair, status="suggested", author=pair.guide),
        "action": make.make_action(pair),
        "private_note": make.make_private_note(pair),
        "shared_note": make.make_shared_note(pair, pair.learner),
        "asked": Round.objects.create(
            relationship=pair, instrument="trust", number=1, opens_on=TODAY, closes_on=TODAY + timedelta(days=14)
        ),
    }
    if pair.rules_of_kind.WORKS_WITH == "goals":
        goal = make.make_goal(pair)
        found |= {"goal": goal, "value": goal.metric.values_now[0], "step": make.make_line(pair, "plan")}
        make.make_plan(pair, accepted=False)
    else:
        found["aim"] = make.make_aim(pair, agreed=False)
    return found


# Form → its kind, whose form it is, and the names of its arguments.
FORMS: dict[str, tuple[str, str, str]] = {
    "relationships:session_plan": ("mentoring", "learner", "pair"),
    "relationships:session_change": ("mentoring", "learner", "ahead"),
    "relationships:session_log": ("mentoring", "learner", "behind"),
    "relationships:session_log_unplanned": ("mentoring", "learner", "pair"),
    "relationships:session_missed": ("mentoring", "learner", "behind"),
    "relationships:agenda_edit": ("mentoring", "learner", "pair line"),
    "relationships:action_edit": ("mentoring", "learner", "pair action"),
    "relationships:agreement_change": ("mentoring", "learner", "pair"),
    "relationships:start": ("mentoring", "learner", "pair"),
    "relationships:rest": ("mentoring", "learner", "pair"),
    "relationships:look_again": ("mentoring", "learner", "pair"),
    "relationships:end": ("mentoring", "learner", "pair"),
    "relationships:end_date": ("coaching", "guide", "pair"),
    "goals:add": ("coaching", "guide", "pair"),
    "goals:edit": ("coaching", "guide", "pair goal"),
    "goals:own_words": ("coaching", "learner", "pair goal"),
    "goals:waive": ("coaching", "learner", "pair goal"),
    "goals:enter_value": ("coaching", "learner", "pair goal"),
    "goals:correct_value": ("coaching", "learner", "pair goal value"),
    "goals:review": ("coaching", "guide", "pair"),
    "goals:write_aim": ("mentoring", "learner", "pair"),
    "goals:change_aim": ("mentoring", "learner", "pair aim"),
    "surveys:check_in": ("mentoring", "learner", "asked"),
}


# An active pair has started, and its goal has a first value.
ALWAYS_CLOSED = {"relationships:start", "goals:waive"}


@pytest.mark.parametrize("name", FORMS)
def test_the_form_of_what_can_only_be_refused_does_not_open_once_it_has_ended(client: Client, name: str) -> None:
    kind, role, arguments = FORMS[name]
    pair = make_pair(kind)
    things = things_of(pair)
    path = reverse(name, args=[things[argument].pk for argument in arguments.split()])
    client.force_login(getattr(pair, role))
    with moved_to(NOW):
        opened = client.get(path).status_code
        assert opened == (409 if name in ALWAYS_CLOSED else 200)
        Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
        refused = client.get(path)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "<form" not in page
    assert f'href="/pairs/{pair.pk}/' in page, "it leads back to how it stands"


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
@pytest.mark.parametrize("name", ["relationships:session_plan", "relationships:session_change"])
def test_nothing_is_planned_or_moved_while_it_rests(client: Client, kind: str, name: str) -> None:
    """A session that stands can still be called off."""
    pair = make_pair(kind)
    things = things_of(pair)
    pair.rest(by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    planned = things["ahead" if name.endswith("change") else "pair"]
    with moved_to(NOW):
        answer = client.get(reverse(name, args=[planned.pk]))
        page = answer.content.decode()
        assert "Nothing can be planned now" in page
        assert 'name="wall"' not in page
        assert answer.status_code == (200 if name.endswith("change") else 409)
        if name.endswith("change"):
            assert client.post(reverse("relationships:session_call_off", args=[planned.pk])).status_code == 302


def test_what_was_typed_stands_on_the_page_that_refuses_it(client: Client) -> None:
    """The other half ended it between the page and the button: no word is lost."""
    pair = make_pair()
    path = reverse("goals:write_aim", args=[pair.pk])
    client.force_login(pair.learner)
    Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
    with moved_to(NOW):
        refused = client.post(path, {"sentence": "To lead a team", "horizons": "career"})
    assert refused.status_code == 409
    assert "To lead a team" in refused.content.decode()


def paths_in(page: str) -> tuple[set[str], set[Form]]:
    """The links of a page, and its forms: where each posts to, and what it posts without being filled in."""
    main = page[page.index("<main") :]
    links = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', main))
    forms = set()
    for path, inside in re.findall(r'<form [^>]*action="(/[^"]+)"[^>]*>(.*?)</form>', main, re.DOTALL):
        hidden = re.findall(r'name="([^"]+)" value="([^"]*)"', inside)
        forms.add((path, tuple(pair for pair in hidden if pair[0] != "csrfmiddlewaretoken")))
    return links, forms


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_no_button_of_an_ended_pair_is_refused(client: Client, kind: str, role: str) -> None:
    """In its last 90 days one reads; what is offered there works."""
    pair = make_pair(kind)
    things = things_of(pair)
    Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
    client.force_login(getattr(pair, role))
    tabs = [f"/pairs/{pair.pk}/{tab}" for tab in ("", "goals/", "notes/", "sessions/", "agreement/")]
    sessions = [f"/sessions/{things[name].pk}/" for name in ("behind", "ahead", "logged")]
    notes = [f"/notes/shared/{things['shared_note'].pk}/"]
    with moved_to(NOW + timedelta(days=1)):
        pages = {start: paths_in(client.get(start).content.decode()) for start in [*tabs, *sessions, *notes]}
        links = {link: start for start, (found, _forms) in pages.items() for link in found}
        forms = {form: start for start, (_links, found) in pages.items() for form in found}
        refused = [f"{start} links {link}" for link, start in links.items() if client.get(link).status_code == 409]
        refused += [f"{start} posts {form[0]}" for form, start in forms.items() if is_refused(client, *form)]
    assert "\n".join(sorted(refused)) == ""


def is_refused(client: Client, path: str, hidden: tuple[tuple[str, str], ...]) -> bool:
    with transaction.atomic():
        answer = client.post(path, {"text": "Some words", "reason": "A reason", "thanks": "Thank you", **dict(hidden)})
        transaction.set_rollback(True)
    return answer.status_code == 409


@pytest.mark.parametrize("tab", ["", "goals/", "notes/", "sessions/", "agreement/"])
def test_an_ended_pair_says_until_when_it_can_be_read(client: Client, tab: str) -> None:
    pair = make_pair()
    Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
    client.force_login(pair.learner)
    with moved_to(NOW + timedelta(days=89)):
        page = client.get(f"/pairs/{pair.pk}/{tab}").content.decode()
    assert re.search(r'You and Leo can read what you shared until <time datetime="2027-02-15">', page)


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_nothing_is_next_in_a_pair_that_ended(client: Client, kind: str) -> None:
    pair = make_pair(kind)
    make.make_session(pair, starts_at=NOW + timedelta(days=3), link="https://meet.example.org/room")
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert "meet.example.org" in client.get(f"/pairs/{pair.pk}/").content.decode()
    Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
    with moved_to(NOW + timedelta(days=1)):
        page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "meet.example.org" not in page
    assert "<span>next " not in page
