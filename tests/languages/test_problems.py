"""What the API refuses, it refuses in the language of who asks; the title is the name of the status (RFC 9457)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.doors.asking import Asker, labels_of, values_for
from tests.doors.routes import all_routes
from tests.languages.data import bare, texts_of_people
from tests.languages.pseudo import outside

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(asker: Asker) -> re.Pattern[str]:
    return texts_of_people()


def sentences(problem: Any) -> Iterator[str]:
    if isinstance(problem, dict):
        for value in problem.values():
            yield from sentences(value)
    elif isinstance(problem, list):
        for value in problem:
            yield from sentences(value)
    elif isinstance(problem, str):
        yield outside(problem)


def test_no_refusal_of_the_api_has_a_bare_sentence(asker: Asker, people: re.Pattern[str]) -> None:
    """A body with a key that is not known, once as somebody who may and once as a stranger."""
    faults, statuses = set(), set()
    for route in (route for route in all_routes() if route.is_api):
        for method in {"POST", "PATCH"} & set(route.methods):
            label = labels_of(asker.world, route)[0]
            path = route.path(values_for(asker.world, route, label) or {})
            for role in ("learner", "program_admin", "outsider"):
                with transaction.atomic(), asker.world.at_its_time():
                    ask = getattr(asker.browser(role, label), method.lower())
                    answer = ask(path, {"nothing": 1}, content_type="application/json", headers={"If-Match": "*"})
                    transaction.set_rollback(True)
                if answer.headers.get("Content-Type") == "application/problem+json":
                    problem = answer.json()
                    statuses.add(answer.status_code)
                    said = list(sentences([problem["detail"], problem.get("errors"), problem.get("missing")]))
                    faults |= {f"{text} – {method} {route.name} as {role}" for text in bare(said, people)}
    assert statuses >= {400, 404}, statuses
    assert not faults, "\n".join(sorted(faults))
