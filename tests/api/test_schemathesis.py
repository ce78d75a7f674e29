"""Schemathesis invents requests from the schema, valid and not, and finds nothing to object to in any answer (4.3).

It runs in this process against the WSGI application, with the token of each role, on the world of the doors; a request
about one thing is sent once for the id that was invented and once for one that is there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from core.api.schema import whole
from people import api_tokens
from tests.api.writing import undone
from tests.conftest import STACK
from tests.doors.asking import Asker, labels_of, values_for
from tests.doors.routes import all_routes
from tests.make import NOW

pytestmark = pytest.mark.django_db
# Beside the services every role asks; where the tests run everywhere, two whose rights differ most.
ROLES = ("outsider", "learner", "guide", "program_admin", "org_admin")[:: 1 if STACK == "services" else 3]
# Of each operation, valid and invalid, as each role. `MANYHANDS_EXAMPLES=50` looks for an hour.
EXAMPLES = int(os.environ.get("MANYHANDS_EXAMPLES", "1"))
# A valid body may name a row that is not the sender's (400), ask for what is not possible now (409), or name another
# state (412): that the house refuses these is tested elsewhere, and none of them is a fault of the answer.
STATUSES = ["2xx", "400", "401", "403", "404", "409", "412"]
ACCEPTED = {"checks": {"positive_data_acceptance": {"expected-statuses": STATUSES}}}


@pytest.fixture(scope="module")
def schema() -> Iterator[Any]:
    """The schema with the application behind it, which leaves the connection of the test's transaction open."""
    config = SchemathesisConfig.from_dict(ACCEPTED)
    made = schemathesis.openapi.from_dict(json.loads(json.dumps(whole(), default=str)), config=config)
    made.app = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def things(asker: Asker) -> dict[str, str]:
    """Address of a thing's operations → the id of one that is there."""
    found = {}
    for route in (route for route in all_routes() if route.is_api and "pk" in route.parameters):
        for label in labels_of(asker.world, route):
            values = values_for(asker.world, route, label)
            if values:
                found["/" + route.pattern.replace("<uuid:pk>", "{id}")] = str(values["pk"])
    return found


def token_of(asker: Asker, role: str) -> str:
    person, token = asker.world.people["mentoring"][role], api_tokens.draw()
    api_tokens.make(person, token, name=role, scopes=api_tokens.SCOPES, days=30, by=person, now=NOW)
    return token


def test_nothing_is_found(asker: Asker, schema: Any) -> None:
    with undone(), asker.world.at_its_time():
        tokens = {role: token_of(asker, role) for role in ROLES}
        there = things(asker)
        faults: dict[str, str] = {}
        for result in schema.get_all_operations():
            operation = result.ok()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                faults |= walk(operation, mode, tokens, there.get(operation.path))
        assert faults == {}


def walk(operation: Any, mode: GenerationMode, tokens: dict[str, str], there: str | None) -> dict[str, str]:
    """Some requests of one operation as each role, undone behind each. What was found, by operation, role and fault."""
    found: dict[str, str] = {}

    @hypothesis.settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for known in (False, True) if there and mode is GenerationMode.POSITIVE else (False,):
            if known:
                case.path_parameters = {"id": there}
                case.headers = {**(case.headers or {}), "If-Match": "*"}
            for role, token in tokens.items():
                try:
                    with undone():
                        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
                except FailureGroup as group:
                    for fault in group.exceptions:
                        found[f"{operation.label} as {role}: {type(fault).__name__}"] = str(group)

    ask()
    return found
