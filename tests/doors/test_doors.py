"""Every route × method × role answers as its row says; a refusal changes nothing; a foreign id answers as none."""

import uuid
from typing import Any

import pytest
from django.db import transaction

from tests.doors.asking import Asker, cell, changed, database, header_faults, heard, labels_of, masked, values_for
from tests.doors.expectations import FOLDER, find, rows_of
from tests.doors.payloads import payload_of
from tests.doors.routes import Route, all_routes
from tests.doors.world import ROLES

DOORS = [pytest.param(route, method, id=f"{route.name}-{method}") for route in all_routes() for method in route.methods]

pytestmark = pytest.mark.django_db


def ask_and_undo(asker: Asker, role: str, route: Route, method: str, label: str, **more: Any) -> tuple[Any, list[str]]:
    """The response, and the tables that it changed. Undone behind it, so that every role finds the same world."""
    before = asker.untouched
    with transaction.atomic():
        with heard() as statements:
            response = asker.ask(role, route, method, label, **more)
        after = database() if statements and method != "GET" else before
        transaction.set_rollback(True)
    return response, changed(before, after)


def row_faults(asker: Asker, route: Route, method: str, label: str) -> list[str]:
    """Where the answers differ from the row, or the database from what the answer says."""
    place = f"{route.name} {method} {label}"
    row, payload = find(route.app, route.name, method, label), payload_of(route.name, method)
    if row is None:
        return [f"{place}: no row in tests/doors/{route.app}.csv"]
    if method != "GET" and route.is_ours and payload is None:
        return [f"{place}: no payload in tests/{route.app}/payloads.py"]
    faults, answers = [], {}
    for role in ROLES:
        response, tables = ask_and_undo(asker, role, route, method, label)
        got, refused = cell(response), cell(response) == "login" or response.status_code >= 400
        answers[role] = response
        faults += [f"{place} as {role}: {fault}" for fault in header_faults(response)]
        if got != row.cells[role]:
            faults.append(f"{place} as {role}: {got}, the row says {row.cells[role]}")
        if refused and tables:
            faults.append(f"{place} as {role}: refused with {got}, yet it changed {', '.join(tables)}")
        if payload and payload.writes and not refused and not tables:
            faults.append(f"{place} as {role}: answered {got}, but no row changed: is the posted data valid?")
    return faults + random_faults(asker, route, method, label, answers)


def random_faults(asker: Asker, route: Route, method: str, label: str, answers: dict[str, Any]) -> list[str]:
    """Where a random id is let in, or answered in other words than an id of somebody else's thing."""
    if not route.ids:
        return []
    real, faults = values_for(asker.world, route, label) or {}, []
    for role, foreign in answers.items():
        random = {name: uuid.uuid4() if name in route.ids else value for name, value in real.items()}
        nothing, tables = ask_and_undo(asker, role, route, method, label, values=random)
        place = f"{route.name} {method} {label} as {role}"
        if cell(nothing) not in {"404", "login", "401" if role == "anonymous" and route.is_api else ""} or tables:
            faults.append(f"{place}: a random id is answered {cell(nothing)}")
        if foreign.status_code == 404 and masked(foreign) != masked(nothing):
            faults.append(f"{place}: a foreign id looks different from a random one")
    return faults


@pytest.mark.parametrize(("route", "method"), DOORS)
def test_every_role_is_answered_as_the_row_says(asker: Asker, route: Route, method: str) -> None:
    labels = labels_of(asker.world, route)
    assert labels, f"{route.name}: nothing in the world answers for {sorted(route.parameters)} (tests/doors/README.md)"
    assert [fault for label in labels for fault in row_faults(asker, route, method, label)] == []


def test_no_row_is_about_a_route_that_is_gone(asker: Asker) -> None:
    known = {
        (route.app, route.name, method, label)
        for route in all_routes()
        for method in route.methods
        for label in labels_of(asker.world, route)
    }
    rows = {(p.stem, row.route, row.method, row.object) for p in FOLDER.glob("*.csv") for row in rows_of(p.stem)}
    assert rows - known == set()
