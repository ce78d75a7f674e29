"""C1, S0-28, S0-32: three layers × six acts × everybody who may come to the door, over HTTP: one status each, and the
rows compared before and after. The other half suggests, outsiders of the pair find nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from core.clock import moved_to
from people.models import User
from programs.models import ProgramAdmin
from relationships import kinds
from relationships.models import ActionItem, AgendaItem, AgendaLock, Plan, Relationship
from tests.make import NOW, make_agreement, make_line, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db

LAYERS = ["plan", "session", "content"]
ACTS = ["create", "edit", "reorder", "delete", "lock", "suggest"]
PEOPLE = {
    "coach": ("coaching", "guide"),
    "coachee": ("coaching", "learner"),
    "mentor": ("mentoring", "guide"),
    "mentee": ("mentoring", "learner"),
    "coachee's manager": ("coaching", "manager"),
    "mentee's manager": ("mentoring", "manager"),
    "sponsor": ("coaching", "sponsor"),
    "coaching program admin": ("coaching", "admin"),
    "mentoring program admin": ("mentoring", "admin"),
    "org admin": ("mentoring", "org admin"),
}
# Who owns which layer (C1). Mentoring has no plan.
OWNERS = {
    ("plan", "coach"),
    ("session", "coach"),
    ("content", "coachee"),
    ("session", "mentee"),
    ("content", "mentee"),
}
HALVES = {"coach", "coachee", "mentor", "mentee"}


def expected(layer: str, act: str, person: str) -> int:
    """302 done, 403 the other half's right, 404 not theirs to know."""
    if person not in HALVES or (layer == "plan" and person in {"mentor", "mentee"}):
        return 404
    is_owner = (layer, person) in OWNERS
    return 302 if is_owner != (act == "suggest") else 403


class World:
    """A signed coaching with a sponsor, a mentoring whose manager is told, and everybody around them."""

    def __init__(self, kind: str) -> None:
        self.people = {name: make_person(name.title()) for name in ("manager", "sponsor", "admin")}
        self.people["org admin"] = make_person("Sam", is_org_admin=True)
        program = make_program(kind, admin=self.people["admin"])
        learner = make_person("Amara", manager=self.people["manager"])
        self.pair = make_pair(kind, program=program, learner=learner, signed=False)
        has_sponsor = kinds.of(kind).HAS_SPONSOR
        make_agreement(self.pair, sponsor=self.people["sponsor"] if has_sponsor else None, shows_takes_place=True)
        self.people |= {"guide": self.pair.guide, "learner": learner}
        make_session(self.pair)

    def who(self, role: str) -> User:
        return self.people[role]


def rows(pair: Relationship) -> list[Any]:
    """Everything that an act could have changed."""
    lines = [
        (line.pk, line.text, line.layer, line.status, line.position, line.removed_at, line.version)
        for line in AgendaItem.objects.filter(relationship=pair).order_by("pk")
    ]
    locks = list(AgendaLock.objects.filter(relationship=pair).values_list("layer"))
    return [*lines, *locks, *Plan.objects.filter(relationship=pair).values_list("version")]


def knock(client: Client, pair: Relationship, layer: str, act: str, line: AgendaItem) -> int:
    """Posts what a person's browser would post."""
    posts: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
        "create": ("agenda_add", [pair.pk, layer], {"text": "A new line"}),
        "suggest": ("agenda_suggest", [pair.pk, layer], {"text": "A suggestion"}),
        "lock": ("agenda_lock", [pair.pk, layer], {}),
        "edit": ("agenda_edit", [pair.pk, line.pk], {"text": "Other words", "version": line.version}),
        "reorder": ("agenda_down", [pair.pk, line.pk], {}),
        "delete": ("agenda_delete", [pair.pk, line.pk], {}),
    }
    name, args, data = posts[act]
    return client.post(reverse(f"relationships:{name}", args=args), data).status_code


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, World]]:
    """One of each kind; the transaction of each test inside undoes what the test did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {kind: World(kind) for kind in kinds.KINDS}
        transaction.set_rollback(True)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("layer", LAYERS)
def test_c1_who_may_do_what_with_the_three_layers(
    worlds: dict[str, World], client: Client, layer: str, act: str, person: str
) -> None:
    """C1, S2-17: the coach owns plan and session agenda, the coachee the content, the mentee everything."""
    kind, role = PEOPLE[person]
    world = worlds[kind]
    line = make_line(world.pair, layer)
    make_line(world.pair, layer, text="The line below")
    before = rows(world.pair)
    client.force_login(world.who(role))
    status = knock(client, world.pair, layer, act, line)
    assert status == expected(layer, act, person)
    assert (rows(world.pair) != before) == (status == 302)


@pytest.mark.parametrize("tab", ["pair_goals", "pair", "pair_notes"])
def test_the_page_of_a_layer_is_for_the_two_alone(client: Client, tab: str) -> None:
    world = World("coaching")
    for role, status in [("guide", 200), ("learner", 200), ("manager", 404), ("sponsor", 404), ("admin", 404)]:
        client.force_login(world.who(role))
        assert client.get(reverse(f"desk:{tab}", args=[world.pair.pk])).status_code == status, role


def test_s0_32_the_mentor_reads_whose_agenda_it_is(client: Client) -> None:
    pair = World("mentoring").pair
    client.force_login(pair.guide)
    answer = client.post(reverse("relationships:agenda_add", args=[pair.pk, "session"]), {"text": "Mine"})
    assert answer.status_code == 403
    assert "The agenda is Amara’s. You can suggest a point." in answer.content.decode()


def test_s0_28_the_coachee_reads_that_line_1_is_theirs(client: Client) -> None:
    pair = World("coaching").pair
    client.force_login(pair.learner)
    answer = client.post(reverse("relationships:agenda_add", args=[pair.pk, "session"]), {"text": "Mine"})
    assert answer.status_code == 403
    assert "Dana sets the session agenda. You can suggest a point, and line 1 is yours." in answer.content.decode()


def test_s0_28_the_coachees_line_comes_first_and_the_coach_sees_it_and_cannot_write_it(client: Client) -> None:
    pair = World("coaching").pair
    make_line(pair, text="Values since last time")
    url = reverse("relationships:agenda_first_line", args=[pair.pk])
    client.force_login(pair.learner)
    assert client.post(url, {"text": "A calm hour"}).status_code == 302
    client.force_login(pair.guide)
    assert client.post(url, {"text": "Not mine", "version": 1}).status_code == 403
    page = client.get(reverse("desk:pair", args=[pair.pk])).content.decode()
    assert page.index("A calm hour") < page.index("Values since last time")


def test_s0_32_a_suggestion_waits_and_once_accepted_it_is_the_mentees(client: Client) -> None:
    pair = World("mentoring").pair
    client.force_login(pair.guide)
    client.post(reverse("relationships:agenda_suggest", args=[pair.pk, "session"]), {"text": "The Lisbon move"})
    line = AgendaItem.objects.get()
    assert line.status == "suggested"
    assert client.post(reverse("relationships:agenda_accept", args=[pair.pk, line.pk])).status_code == 403
    client.force_login(pair.learner)
    assert client.post(reverse("relationships:agenda_accept", args=[pair.pk, line.pk])).status_code == 302
    line.refresh_from_db()
    assert line.status == "on"
    client.force_login(pair.guide)
    edit = reverse("relationships:agenda_edit", args=[pair.pk, line.pk])
    assert client.post(edit, {"text": "Taken back", "version": line.version}).status_code == 403


def test_a_no_needs_no_reason(client: Client) -> None:
    pair = World("mentoring").pair
    line = make_line(pair, status="suggested", author=pair.guide)
    client.force_login(pair.learner)
    assert client.post(reverse("relationships:agenda_no", args=[pair.pk, line.pk])).status_code == 302
    line.refresh_from_db()
    assert line.status == "declined"


def test_who_saves_too_late_gets_both_texts(client: Client) -> None:
    pair = World("mentoring").pair
    line = make_line(pair)
    edit = reverse("relationships:agenda_edit", args=[pair.pk, line.pk])
    client.force_login(pair.learner)
    assert client.post(edit, {"text": "First words", "version": 1}).status_code == 302
    answer = client.post(edit, {"text": "Second words", "version": 1})
    assert answer.status_code == 409
    assert "First words" in answer.content.decode()
    assert "Second words" in answer.content.decode()
    assert AgendaItem.objects.get().text == "First words"


def test_removing_offers_undo_and_undo_brings_it_back(client: Client) -> None:
    pair = World("mentoring").pair
    line = make_line(pair)
    client.force_login(pair.learner)
    client.post(reverse("relationships:agenda_delete", args=[pair.pk, line.pk]))
    page = reverse("desk:pair", args=[pair.pk])
    answer = client.get(page).content.decode()
    undo = reverse("relationships:agenda_restore", args=[pair.pk, line.pk])
    assert undo in answer
    assert line.text not in answer
    client.post(undo)
    assert line.text in client.get(page).content.decode()


def test_the_program_admin_of_another_program_and_a_stranger_find_nothing(client: Client, outsider: User) -> None:
    pair = World("mentoring").pair
    other = make_program("mentoring")
    for person in (outsider, ProgramAdmin.objects.get(program=other).person):
        client.force_login(person)
        answer = client.get(reverse("desk:pair", args=[pair.pk]))
        assert answer.status_code == 404


def test_the_coach_reads_an_insight_of_the_coachee_and_writes_none(client: Client) -> None:
    """S3-06: what the coachee saw bears its day; the coach sees it and can create none."""
    pair = World("coaching").pair
    client.force_login(pair.learner)
    add = reverse("relationships:agenda_add", args=[pair.pk, "content"])
    assert client.post(add, {"text": "I say yes too quickly"}).status_code == 302
    insight = AgendaItem.objects.get()
    assert (insight.layer, insight.author, insight.created_at) == ("content", pair.learner, NOW)
    client.force_login(pair.guide)
    page = client.get(reverse("desk:pair_notes", args=[pair.pk])).content.decode()
    assert "I say yes too quickly" in page
    assert f'action="{add}"' not in page
    assert client.post(add, {"text": "You say yes too quickly"}).status_code == 403
    assert AgendaItem.objects.get() == insight


@pytest.mark.parametrize(
    ("half", "url"),
    [
        ("guide", "agenda_add session"),
        ("learner", "agenda_suggest session"),
        ("learner", "agenda_first_line"),
        ("learner", "action_add"),
    ],
)
def test_a_line_of_more_than_a_thousand_characters_is_not_saved_and_not_lost(
    client: Client, half: str, url: str
) -> None:
    pair = make_pair("coaching")
    me = getattr(pair, half)
    client.force_login(me)
    name, *layer = url.split()
    long = "x" * 3000
    data = {"text": long, "owner": str(me.pk)}
    page = client.post(reverse(f"relationships:{name}", args=[pair.pk, *layer]), data).content.decode()
    assert "at most 1000 characters" in page
    assert page.count(f'value="{long}"') == 1
    assert not AgendaItem.objects.exists()
    assert not ActionItem.objects.exists()


def test_a_step_of_the_plan_is_not_written_for_a_day_gone_by(client: Client) -> None:
    """What was typed comes back; a step whose day has gone by since keeps it, whatever else changes."""
    pair = make_pair("coaching")
    step = make_line(pair, "plan", text="Map the suppliers", on_day=date(2026, 11, 2))
    client.force_login(pair.guide)
    add = reverse("relationships:agenda_add", args=[pair.pk, "plan"])
    edit = reverse("relationships:agenda_edit", args=[pair.pk, step.pk])
    gone_by = "This day has gone by: choose today or a day to come."
    with moved_to(NOW):
        refused = client.post(add, {"text": "Call the largest", "on_day": "2026-11-16"})
        page = refused.content.decode()
        assert (refused.status_code, gone_by in page) == (409, True)
        assert 'value="Call the largest"' in page
        assert 'value="2026-11-16"' in page
        changed = client.post(edit, {"text": "Map", "on_day": "2026-11-03", "version": step.version})
        assert (changed.status_code, changed.content.decode().count(gone_by)) == (409, 2)
        kept = client.post(edit, {"text": "Map them all", "on_day": "2026-11-02", "version": step.version})
        assert kept.status_code == 302
        assert client.post(add, {"text": "Call the largest", "on_day": "2026-11-17"}).status_code == 302
        client.force_login(pair.learner)
        suggest = reverse("relationships:agenda_suggest", args=[pair.pk, "plan"])
        assert client.post(suggest, {"text": "Call me", "on_day": "2026-11-16"}).status_code == 409
    assert [line.text for line in pair.agenda.of_layer("plan")] == ["Map them all", "Call the largest"]
