"""Every writing endpoint with a request that it takes: the list is the router's, the bodies are those of the doors."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from django.db import transaction
from rest_framework.utils.encoders import JSONEncoder

from core.api.fields import VisibleRelatedField
from core.api.resources import Act, Door
from tests.doors.asking import Asker, labels_of, values_for
from tests.doors.expectations import find
from tests.doors.payloads import payload_of
from tests.doors.routes import Route, all_routes
from tests.doors.world import ROLES

WRITING = ("POST", "PATCH", "DELETE")


@dataclass(frozen=True)
class Endpoint:
    """One method of one route of the API."""

    route: Route
    method: str

    @property
    def id(self) -> str:
        return f"{self.route.name.removeprefix('api:')}-{self.method}"

    @property
    def resource(self) -> type[Door]:
        found: type[Door] = self.route.view.cls
        return found

    @property
    def act(self) -> Act:
        view = self.resource()
        view.action = self.route.view.actions[self.method.lower()]
        found = view.act()
        assert found is not None, f"{self.id} writes without a verb"
        return found

    @property
    def is_on_one(self) -> bool:
        return "pk" in self.route.parameters

    def path_of_one(self, path: str) -> str:
        """The address of the thing itself."""
        return "/".join(path.split("/")[:5]) + "/"  # /api/v1/things/id/

    @property
    def keys(self) -> dict[str, VisibleRelatedField]:
        """The foreign keys that its body may hold."""
        fields = self.act.takes().fields
        return {name: one for name, one in fields.items() if isinstance(one, VisibleRelatedField)}


@dataclass
class Writing:
    """A request that an endpoint takes, as somebody who may: send it as it is, or with something else in it."""

    asker: Asker
    endpoint: Endpoint
    role: str
    label: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, body: Any = None, *, drop: str = "", **headers: str) -> Any:
        """The answer. `drop` leaves a header out; `headers` come to those that it needs."""
        sent = {"If-Match": "*"} if self.endpoint.is_on_one else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent.pop(drop, None)
        browser = self.asker.browser(self.role, self.label)
        with self.asker.world.at_its_time():
            return browser.generic(
                self.endpoint.method, self.path, json.dumps(self.body if body is None else body, cls=JSONEncoder),
                content_type="application/json", headers=sent,
            )  # fmt: skip

    def foreign(self, name: str) -> str:
        """The id of a row of the kind that this key names, which exists and which the sender may not read."""
        person = self.asker.world.person(self.role, self.label)
        reads = self.endpoint.keys[name].reads
        with self.asker.world.at_its_time():
            mine = reads(person)
            model = mine.model
            theirs = model._base_manager.exclude(pk__in=mine.values("pk")).first()
        return str(theirs.pk if theirs else uuid4())


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """In the order of the router."""
    return tuple(
        Endpoint(route, method)
        for route in all_routes()
        if route.is_api
        for method in route.methods
        if method in WRITING
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is undone behind it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def writing(asker: Asker, endpoint: Endpoint) -> Writing:
    """A request of somebody whom the doors' table says that it lets in. Fails if it lets nobody in."""
    payload = payload_of(endpoint.route.name, endpoint.method)
    assert payload is not None, f"no payload for {endpoint.id}"
    for label in labels_of(asker.world, endpoint.route):
        row = find(endpoint.route.app, endpoint.route.name, endpoint.method, label)
        role = next((role for role in ROLES if row and row.cells[role].startswith("2")), None)
        if role is not None:
            path = endpoint.route.path(values_for(asker.world, endpoint.route, label) or {})
            return Writing(asker, endpoint, role, label, path, copy.deepcopy(payload.make(asker.world, label)))
    raise AssertionError(
        f"{endpoint.id} lets nobody in: give it a thing with which it can be done (tests/doors/README.md)"
    )
