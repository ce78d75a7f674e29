"""The top and the side of a workspace: the one act that is next, and what was agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from core.prepared import first
from desk.acts import title_act
from desk.pairs import one_shown_to
from people.models import User
from relationships.models import ActionItem, Relationship, Session
from tests.make import NOW, make_action, make_agreement, make_goal, make_pair, make_person, make_session

pytestmark = pytest.mark.django_db


def page_of(pair: Relationship, person: User, tab: str = "pair") -> str:
    client = Client()
    client.force_login(person)
    with moved_to(NOW):
        return client.get(reverse(f"desk:{tab}", args=[pair.pk])).content.decode()


def act_of(pair: Relationship, person: User) -> str:
    found = first(one_shown_to(person, NOW.date(), pair.pk))
    act = title_act(person, found, NOW) if found else None
    return act.label if act else ""


def test_the_next_act_is_to_log_what_lies_behind_then_to_sign_then_to_plan() -> None:
    pair = make_pair(signed=False)
    assert act_of(pair, pair.guide) == "Plan a conversation"
    make_agreement(pair, signed=False)
    assert act_of(pair, pair.guide) == "Read and sign"
    make_session(pair, starts_at=NOW - timedelta(days=1))
    assert act_of(pair, pair.guide).startswith("Log conversation of ")
    Session.objects.update(status="held")
    assert act_of(pair, pair.guide) == "Read and sign"


def test_a_value_that_is_due_comes_before_the_next_plan() -> None:
    pair = make_pair("coaching")
    assert act_of(pair, pair.learner) == "Plan a session"
    make_goal(pair, first=None)
    assert act_of(pair, pair.learner) == "Enter a value"
    assert act_of(pair, pair.guide) == "Plan a session"


@pytest.mark.parametrize("fields", [{"status": "proposed"}, {"status": "ended"}, {"status": "resting"}])
def test_nothing_is_offered_where_nothing_can_be_done(fields: dict[str, Any]) -> None:
    pair = make_pair(**fields)
    assert act_of(pair, pair.guide) == ""


@pytest.mark.parametrize("tab", ["pair", "pair_goals", "pair_notes", "pair_sessions", "pair_agreement"])
@pytest.mark.parametrize("signed", [True, False])
def test_every_tab_has_one_filled_button(tab: str, *, signed: bool) -> None:
    pair = make_pair(signed=signed)
    if not signed:
        make_agreement(pair, signed=False)
    make_session(pair, starts_at=NOW + timedelta(minutes=5), link="https://meet.example/x")
    assert page_of(pair, pair.learner, tab).count('data-kind="primary"') == 1


def test_what_needs_me_here_leads_elsewhere_than_the_act_on_top() -> None:
    pair = make_pair(signed=False)
    make_session(pair)
    make_agreement(pair, signed=False)
    page = page_of(pair, pair.learner)
    assert page.count("Read and sign") == 1
    assert "waits for your signature" not in page


def test_the_side_says_what_was_agreed_and_what_others_are_shown() -> None:
    pair = make_pair("coaching", signed=False)
    assert "Not signed by everybody yet." in page_of(pair, pair.learner)
    sponsor = make_person("Karl")
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_end_date=True)
    side = page_of(pair, pair.guide).split("<aside")[1]
    assert "version 1, signed by" in side
    assert f"{pair.learner.first_name}’s sponsor may see" in side
    assert "The end date" in side
    assert "How many sessions are planned and held" not in side


def test_an_action_is_ticked_where_it_stands() -> None:
    """Without a script too: the home stays the home, the workspace the workspace, and no other server is ever next."""
    pair = make_pair()
    tick = reverse("relationships:action_tick", args=[pair.pk, make_action(pair).pk])
    client = Client()
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert f'action="{tick}"' in client.get("/").content.decode()
        assert client.post(tick, {"next": "/"}).headers["Location"] == "/"
        workspace = reverse("desk:pair", args=[pair.pk])
        assert client.post(tick).headers["Location"] == workspace
        assert client.post(tick, {"next": "https://evil.example/"}).headers["Location"] == workspace
    client.force_login(pair.guide)  # who neither does it nor wrote it down
    ActionItem.objects.update(done_at=None)
    with moved_to(NOW):
        assert "Ask Priya for the deck" in client.get("/").content.decode()
        assert tick not in client.get("/").content.decode()


def test_a_line_written_on_the_home_leads_back_to_it() -> None:
    pair = make_pair("coaching")
    make_session(pair)
    client = Client()
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert 'name="next" value="/"' in client.get("/").content.decode()
        url = reverse("relationships:agenda_first_line", args=[pair.pk])
        assert client.post(url, {"text": "The call.", "next": "/"}).headers["Location"] == "/"
