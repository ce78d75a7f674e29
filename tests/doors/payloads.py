"""What writing routes are posted: valid data, so that a refusal is about the person.

An app registers its own in `tests/<app>/payloads.py`:

    from tests.doors.payloads import WORD, posts

    @posts("goals:add")
    def add_goal(world: World, label: str) -> dict[str, Any]:
        return {"sentence": WORD}

`WORD` stands in every confidential text: the canary test looks for it in mails, logs, task arguments and audit rows.
`@posts("x:y", method="DELETE")` for other methods; `@posts("x:preview", writes=False)` for what changes no row.
`@finds("x:y")` returns the values of a route's parameters where their names alone do not tell; `@finds("x:y", "own")`
asks the route about one more object, with rows of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.architecture.floors import APPS
from tests.doors.world import World

WORD = "zqcanaryqz"
Maker = Callable[[World, str], dict[str, Any]]


@dataclass(frozen=True)
class Payload:
    """Makes the data of one route; `writes` says whether a success changes a row."""

    make: Maker
    writes: bool = True


_payloads: dict[tuple[str, str], Payload] = {}
_values: dict[tuple[str, str], Maker] = {}


def posts(route: str, *, method: str = "POST", writes: bool = True) -> Callable[[Maker], Maker]:
    """Register the data of a writing route."""

    def register(make: Maker) -> Maker:
        _payloads[route, method] = Payload(make, writes)
        return make

    return register


def finds(route: str, label: str = "") -> Callable[[Maker], Maker]:
    """Register the values of a route's parameters; `label` names an object beside those of the kinds."""

    def register(make: Maker) -> Maker:
        _values[route, label] = make
        return make

    return register


def api(
    route: str, data: Maker | dict[str, Any] | None = None, *, of: str = "", kind: str = "", method: str = "POST",
    writes: bool = True,
) -> None:  # fmt: skip
    """Register a writing endpoint of the API: what its body holds, and which thing of the world it is about.

    `route` without "api:"; `of`: the name under which the world knows the thing, where its model's is not enough. A
    list is asked with what is of mentoring, unless `kind` says that it takes only the other one's.
    """

    def body(world: World, label: str) -> dict[str, Any]:
        label = label if label in world.things else "mentoring"
        return data(world, label) if callable(data) else dict(data or {})

    posts(f"api:{route}", method=method, writes=writes)(body)
    if of:
        finds(f"api:{route}")(lambda world, label: {"pk": at[of]} if of in (at := world.things[label]) else {})
    if kind:
        finds(f"api:{route}", kind)(lambda world, label: {})


def payload_of(route: str, method: str) -> Payload | None:
    _load()
    return _payloads.get((route, method))


def values_of(route: str, label: str) -> Maker | None:
    _load()
    return _values.get((route, label)) or _values.get((route, ""))


def more_labels_of(route: str) -> list[str]:
    """The objects that a route is asked about beside those of the kinds."""
    _load()
    return sorted(label for name, label in _values if name == route and label)


@cache
def _load() -> None:
    for app in APPS:
        if find_spec(f"tests.{app}") and find_spec(f"tests.{app}.payloads"):
            import_module(f"tests.{app}.payloads")
