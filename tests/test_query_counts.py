"""A page that shows rows asks as often for fifty as for one, and shows the last of the fifty (point 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from people.models import User
from relationships.models import Relationship
from tests import make
from tests.doors.routes import all_routes

pytestmark = pytest.mark.django_db
COUNTS = (1, 10, 50)
KINDS = ("coaching", "mentoring")


@dataclass(frozen=True)
class Rows:
    """Who looks where; `more(number)` makes one more row and returns words that show it."""

    reader: User
    path: str
    more: Callable[[int], str]


def of_pair(kind: str, route: str, more: Callable[[Relationship, int], str]) -> Rows:
    """Rows that hang on one pair, seen by its learner."""
    pair = make.make_pair(kind)
    return Rows(pair.learner, reverse(route, args=[pair.pk]), partial(more, pair))


def action(pair: Relationship, number: int) -> str:
    return make.make_action(pair, text=f"Step {number}.").text or ""


def line(pair: Relationship, number: int) -> str:
    return make.make_line(pair, text=f"Point {number}.").text or ""


def held(pair: Relationship, number: int) -> str:
    starts = make.NOW - timedelta(days=number + 1)
    values: dict[str, Any] = {"status": "held", "logged_by": pair.guide, "logged_at": make.NOW}
    return str(make.make_session(pair, starts_at=starts, minutes=100 + number, **values).pk)


def note(pair: Relationship, number: int) -> str:
    return make.make_private_note(pair, text=f"Note {number}.").text or ""


def shared(pair: Relationship, number: int) -> str:
    return make.make_shared_note(pair, text=f"Shared {number}.").text or ""


def goal(pair: Relationship, number: int) -> str:
    return make.make_goal(pair, 19, title=f"Goal {number}.").title or ""


def aim(pair: Relationship, number: int) -> str:
    make.make_aim(pair, f"Aim {number}.")
    return f"Aim {number}."


def pairs_of_program(route: str, kind: str, reader: str) -> Rows:
    """Pairs of one program, seen by the person who runs it or by the guide of all."""
    admin, guide = make.make_person("Maya", "Lindqvist"), make.make_person("Leo", "Brandt")
    program = make.make_program(kind, admin=admin)

    def more(number: int) -> str:
        learner = make.make_person("Amara", f"Pairing{number}x")
        pair = make.make_pair(kind, program=program, guide=guide, learner=learner, place=number)
        return str(pair.pk)

    return Rows({"admin": admin, "guide": guide}[reader], reverse(route), more)


def people() -> Rows:
    admin = make.make_person("Olga", "Aaa", is_org_admin=True)
    return Rows(admin, reverse("people:people"), lambda number: str(make.make_person("Bo", f"B{number:03}").pk))


def programs() -> Rows:
    admin = make.make_person("Olga", is_org_admin=True)
    return Rows(admin, reverse("programs:programs"), lambda number: str(make.make_program().pk))


def applications() -> Rows:
    admin = make.make_person("Maya", "Lindqvist")
    program = make.make_program(admin=admin)

    def more(number: int) -> str:
        person = make.make_person("Jo", f"Applying{number}x")
        make.make_enrollment(program, person, "learner", status="applied")
        return str(person.pk)

    return Rows(admin, reverse("programs:applications", args=[program.pk]), more)


def inbox() -> Rows:
    rows = applications()
    return Rows(rows.reader, reverse("desk:inbox"), lambda number: rows.more(number) and f"Applying{number}x")


def values_due() -> Rows:
    guide, program = make.make_person("Dana"), make.make_program("coaching")

    def more(number: int) -> str:
        pair = make.make_pair("coaching", program=program, guide=guide, place=number)
        return str(make.make_goal(pair, title=f"Goal {number}.").title)

    return Rows(guide, reverse("goals:values"), more)


def team() -> Rows:
    manager = make.make_person("Ruth")

    def more(number: int) -> str:
        pair = make.make_pair(
            "mentoring", learner=make.make_person("Jo", f"Shown{number}x", manager=manager), signed=False
        )
        make.make_agreement(pair, shows_takes_place=True)
        return f"Shown{number}x"

    return Rows(manager, reverse("desk:team"), more)


def own_notes() -> Rows:
    rows = of_pair("mentoring", "desk:pair_notes", note)
    return Rows(rows.reader, reverse("notes:own"), rows.more)


REGISTRY: dict[str, list[Callable[[], Rows]]] = {
    "desk:home": [partial(pairs_of_program, "desk:home", kind, "guide") for kind in KINDS],
    "desk:pairs": [partial(pairs_of_program, "desk:pairs", "mentoring", "admin")],
    "desk:inbox": [inbox],
    "desk:team": [team],
    "desk:pair": [partial(of_pair, kind, "desk:pair", rows) for kind in KINDS for rows in (action, line)],
    "desk:pair_goals": [
        partial(of_pair, "coaching", "desk:pair_goals", goal),
        partial(of_pair, "mentoring", "desk:pair_goals", aim),
    ],
    "desk:pair_notes": [partial(of_pair, "mentoring", "desk:pair_notes", rows) for rows in (note, shared)],
    "desk:pair_sessions": [partial(of_pair, kind, "desk:pair_sessions", held) for kind in KINDS],
    "relationships:actions": [partial(of_pair, "mentoring", "relationships:actions", action)],
    "notes:own": [own_notes],
    "goals:values": [values_due],
    "people:people": [people],
    "programs:programs": [programs],
    "programs:applications": [applications],
}
# Pages about one thing: a form, a letter, a person. What they list is bounded by the thing (its own steps, its admins).
ONE_THING = """
healthz readyz people:invitation people:confirm_address people:profile people:add_person people:import_people
people:person people:address people:account_email people:password_reset people:password_from_key programs:new
programs:program programs:edit programs:apply programs:places programs:join relationships:differences
relationships:answer relationships:agreement_change relationships:agreement_changes relationships:sponsor
relationships:start relationships:rest relationships:look_again relationships:end relationships:farewell
relationships:thank relationships:end_date relationships:agenda_edit relationships:action_edit
relationships:session_plan relationships:session_log_unplanned relationships:session relationships:session_change
relationships:session_log relationships:session_logged relationships:session_missed goals:add goals:edit
goals:own_words goals:waive goals:enter_value goals:correct_value goals:held_review goals:write_aim
goals:change_aim goals:look_back notes:write notes:private notes:shared surveys:check_in surveys:ask_for_help
surveys:help_request pairing:grades pairing:publish pairing:by_hand nudges:settings nudges:stop nudges:snooze
desk:facts desk:pair_agreement api:coaching-engagement-detail api:mentoring-relationship-detail
"""
# Pages with rows that nobody has counted here yet. The list only gets shorter.
NOT_COUNTED = """
people:import_job people:import_left_out people:import_list_new people:import_list_changed
people:import_list_unchanged people:import_list_leaving people:import_list_absent programs:invite
relationships:agenda goals:goal goals:review surveys:own_line pairing:pairing pairing:program pairing:run desk:help
api:coaching-engagement-list api:mentoring-relationship-list
"""
CASES = [
    pytest.param(prepare, id=f"{route}-{number}")
    for route, cases in REGISTRY.items()
    for number, prepare in enumerate(cases)
]


@pytest.mark.parametrize("prepare", CASES)
def test_a_page_asks_as_often_for_fifty_rows_as_for_one(
    prepare: Callable[[], Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    rows, browser, counts, made = prepare(), Client(), [], 0
    browser.force_login(rows.reader)
    browser.get(rows.path)  # what is asked once and kept
    for wanted in COUNTS:
        while made < wanted:
            made += 1
            last = rows.more(made)
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(rows.path)
        assert response.status_code == 200
        counts.append(len(asked))
        assert last in shown(browser, rows.path, response), f"the last of {wanted} is not on the page"
    assert len(set(counts)) == 1, dict(zip(COUNTS, counts, strict=True))


def test_every_page_is_counted_or_shows_one_thing() -> None:
    """The list of pages is the URL conf's."""
    pages = {route.name for route in all_routes() if route.is_ours and "GET" in route.methods}
    told = [*REGISTRY, *ONE_THING.split(), *NOT_COUNTED.split()]
    assert sorted(pages - set(told)) == [], "say in this file how to make rows for it"
    assert sorted(set(told) - pages) == [], "gone"
    assert len(told) == len(set(told))


def shown(browser: Client, path: str, response: Any) -> str:
    """The page; of a list in pages, all of them."""
    text = str(response.content.decode())
    return text + (browser.get(f"{path}?page=2").content.decode() if "?page=2" in text else "")
