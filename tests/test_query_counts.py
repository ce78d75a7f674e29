"""A page that shows rows asks as often for fifty as for one, and shows the last of the fifty; never too often.

Session and user are counted; the ceilings are goal 10 of the project: lists 6, a page about one thing, a home and a
dashboard 8, a tab of a workspace 15.
"""

import os
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from core import clock
from tests import make
from tests.doors.routes import all_routes
from tests.rows import Rows, api, homes, pairs, people, programs
from tests.rows.in_bulk import in_bulk
from tests.rows.pairs import of_admin, of_guide, of_pair, of_session
from tests.rows.programs import of_run, pairs_of_program

pytestmark = pytest.mark.django_db
# Lists are asked for five hundred as well; of a page about one thing that would take minutes to make and to show:
# `MANYHANDS_ROWS=10,50,500 ./run test tests/test_query_counts.py` does.
COUNTS = tuple(int(rows) for rows in os.environ.get("MANYHANDS_ROWS", "1,10,50").split(","))
MANY = 500
SHOWN = 50
KINDS = ("coaching", "mentoring")
API = ("coaching-engagement", "mentoring-relationship")
PROBLEMS = ("errors", "warnings")
CHECKED = {
    "people:import_left_out": "left_out",
    "people:import_list_new": "new_names",
    "people:import_list_changed": "changes",
    "people:import_list_unchanged": "unchanged_names",
    "people:import_list_leaving": "leaving",
    "people:import_list_absent": "absent_names",
}

REGISTRY: dict[str, list[Callable[[], Rows]]] = {
    "desk:home": [
        *(partial(pairs_of_program, "desk:home", kind, "guide") for kind in KINDS),
        pairs.of_mentee,
        *(partial(homes.home, *parts) for parts in homes.PEOPLE),
    ],
    "desk:pairs": [partial(pairs_of_program, "desk:pairs", "mentoring", "admin"), programs.alone],
    "desk:inbox": [programs.inbox, programs.inbox_of_pairs, partial(homes.home, homes.runs, route="desk:inbox")],
    "desk:batch": [programs.batch],
    "desk:search": [people.called, programs.called, pairs.called],
    "desk:team": [programs.team],
    "desk:help": [partial(programs.programs, "desk:help")],
    "desk:facts": [
        partial(of_admin, "desk:facts", rows) for rows in (pairs.minutes, pairs.state, pairs.reminder, pairs.deed)
    ],
    "desk:facts_hand_over": [partial(of_admin, "desk:facts_hand_over", pairs.free_guide)],
    "desk:who_looked": [people.looks],
    "desk:own_group": [people.own_rows],
    "desk:privacy": [programs.data_contacts],
    "desk:pair": [partial(of_pair, kind, "desk:pair", rows) for kind in KINDS for rows in (pairs.action, pairs.line)],
    "desk:pair_goals": [
        partial(of_pair, "coaching", "desk:pair_goals", pairs.goal),
        partial(of_pair, "coaching", "desk:pair_goals", partial(pairs.line, layer="plan")),
        partial(of_pair, "mentoring", "desk:pair_goals", pairs.aim),
    ],
    "desk:pair_notes": [
        partial(of_pair, "mentoring", "desk:pair_notes", rows)
        for rows in (pairs.note, pairs.shared, partial(pairs.line, layer="content"))
    ],
    "desk:pair_sessions": [partial(of_pair, kind, "desk:pair_sessions", pairs.held) for kind in KINDS],
    "relationships:session": [partial(of_session, "mentoring", "relationships:session", pairs.talked_about)],
    "relationships:session_log": [
        partial(of_session, "mentoring", "relationships:session_log", pairs.could_be_talked_about)
    ],
    "relationships:session_logged": [partial(of_session, "coaching", "relationships:session_logged", pairs.number_due)],
    "relationships:end_date": [partial(of_guide, "relationships:end_date", pairs.end_date)],
    "goals:goal": [pairs.of_goal],
    "goals:review": [partial(of_guide, "goals:review", pairs.goal)],
    "goals:held_review": [pairs.of_held_review],
    "goals:look_back": [partial(of_pair, "mentoring", "goals:look_back", pairs.looked_back)],
    "goals:values": [programs.values_due],
    "notes:own": [pairs.of_own_notes],
    "notes:write": [partial(of_pair, "mentoring", "notes:write", pairs.shared)],
    "surveys:own_line": [partial(of_pair, "mentoring", "surveys:own_line", pairs.check_in)],
    "people:people": [people.directory],
    "people:person": [people.roles_held, partial(people.skills, "people:person", of_person=True)],
    "people:tokens": [people.tokens],
    "people:profile": [partial(people.skills, "people:profile", of_person=False)],
    "people:passkeys": [people.passkey_rows],
    "people:devices": [people.device_rows],
    "people:import_people": [people.imports],
    "people:import_job": [
        people.columns,
        *(partial(people.checked, "people:import_job", name) for name in PROBLEMS),
        *(partial(programs.checked_pairs, name) for name in (*PROBLEMS, "new_names")),
    ],
    **{route: [partial(people.checked, route, name)] for route, name in CHECKED.items()},
    "programs:programs": [partial(programs.programs, "programs:programs")],
    "programs:program": [programs.admins],
    "programs:applications": [programs.applications],
    "programs:invite": [programs.departments, programs.invited],
    "pairing:pairing": [programs.programs_to_pair],
    "pairing:program": [programs.runs, partial(programs.grades, "pairing:program")],
    "pairing:import_pairs": [programs.lists_of_pairs],
    "pairing:grades": [partial(programs.grades, "pairing:grades")],
    "pairing:run": [
        partial(of_run, "pairing:run", rows) for rows in (programs.match, programs.match_marked, programs.unmatched)
    ],
    "pairing:publish": [partial(of_run, "pairing:publish", programs.to_publish)],
    "pairing:by_hand": [partial(of_run, "pairing:by_hand", programs.to_choose_from)],
    **{
        f"api:{name}-list": [partial(pairs_of_program, f"api:{name}-list", kind, "admin")]
        for name, kind in zip(API, KINDS, strict=True)
    },
    **{f"api:{name}-list": [prepare] for name, prepare in api.LISTS.items()},
}
# Pages about one thing: a form, a letter. What they list is bounded by the thing (its own steps, its headings).
ONE_THING = """
healthz readyz schema api_docs
people:invitation people:confirm_address people:add_person people:correct_person people:address
people:account_email people:confirm_email
people:add_passkey people:remove_passkey
people:password_reset people:password_from_key programs:new programs:edit programs:apply programs:places
programs:join relationships:differences relationships:answer relationships:agreement_change
relationships:agreement_changes relationships:sponsor relationships:start relationships:rest
relationships:look_again relationships:end relationships:farewell relationships:thank relationships:agenda_edit
relationships:action_edit relationships:session_plan relationships:session_log_unplanned
relationships:session_change relationships:session_missed goals:add goals:edit goals:own_words goals:waive
goals:enter_value goals:correct_value goals:write_aim goals:change_aim notes:private notes:shared
surveys:check_in surveys:ask_for_help surveys:help_request nudges:settings nudges:stop nudges:snooze
desk:end_for_leaver desk:facts_remind desk:facts_learner_address desk:facts_guide_address desk:facts_rest
desk:facts_wake desk:facts_end_date desk:facts_end desk:pair_agreement desk:health
desk:setup desk:setup_organization desk:setup_mail desk:setup_people desk:setup_program
desk:own_data desk:erase desk:privacy_read desk:privacy_write
api:reminder-setting-list api:reminder-setting-detail api:health-list
"""
# One thing of the API.
DETAILS = [f"api:{name}-detail" for name in (*API, *api.LISTS)]
LISTS = {
    *("desk:pairs", "desk:search", "people:people", "people:import_people", "programs:programs"),
    "programs:applications",
    *(f"people:import_list_{which}" for which in ("new", "changed", "unchanged", "leaving", "absent")),
    *("pairing:pairing", "notes:own", "programs:import_pairs"),
    *(f"api:{name}-list" for name in (*API, *api.LISTS)),
}
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
    route = resolve(rows.path.partition("?")[0]).view_name
    sizes = {*COUNTS, MANY} if route in LISTS else COUNTS
    for wanted in sorted({min(wanted, rows.most) for wanted in sizes}):
        last, made = grow(rows, made, wanted), wanted
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(rows.path) if rows.asked is None else browser.post(rows.path, rows.asked)
        assert response.status_code == 200
        counts.append(len(asked))
        # Of five hundred a page shows the first fifty, or the pages that follow do.
        assert wanted > SHOWN or last in shown(browser, rows.path, response), f"the last of {wanted} is not on the page"
    assert len(set(counts)) == 1, counts
    assert counts[0] <= ceiling_of(route)


def grow(rows: Rows, made: int, wanted: int) -> str:
    """As many rows as wanted, the first one by itself. → what shows the last."""
    last = "" if made else rows.more(1)
    with nullcontext() if rows.one_by_one else in_bulk():
        for number in range(max(made, 1) + 1, wanted + 1):
            last = rows.more(number)
    return last


def ceiling_of(route: str) -> int:
    """How often a page may ask."""
    if route.startswith("desk:pair") and route != "desk:pairs":
        return 15
    return 6 if route in LISTS else 8


def test_every_page_is_counted_or_shows_one_thing() -> None:
    """The list of pages is the URL conf's."""
    pages = {route.name for route in all_routes() if route.is_ours and "GET" in route.methods}
    told = [*REGISTRY, *ONE_THING.split(), *DETAILS]
    assert sorted(pages - set(told)) == [], "say in this file how to make rows for it"
    assert sorted(set(told) - pages) == [], "gone"
    assert len(told) == len(set(told))


def shown(browser: Client, path: str, response: Any) -> str:
    """The page; of a list in pages, all of them."""
    text = str((b"".join(response) if response.streaming else response.content).decode())
    return text + (browser.get(f"{path}?page=2").content.decode() if "?page=2" in text else "")
