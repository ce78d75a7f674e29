"""Every route of the URL conf, with the methods that it takes."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.floors import APPS

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>[^)]*\)")


@dataclass(frozen=True)
class Route:
    """A pattern of the URL conf. `app` names the CSV that its rows stand in."""

    name: str
    pattern: str
    view: Any = field(compare=False, repr=False)

    @property
    def app(self) -> str:
        first = self.name.split(":")[0]
        if first in {*APPS, "admin"}:
            return first
        return str(self.view.__module__).split(".")[0]

    @property
    def is_ours(self) -> bool:
        return self.app in APPS

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def parameters(self) -> dict[str, str]:
        """Name → converter ("uuid", "str", "regex" …)."""
        found = PARAMETER.finditer(self.pattern)
        return {m["name"] or m["group"]: m["converter"] or ("regex" if m["group"] else "str") for m in found}

    @property
    def ids(self) -> set[str]:
        """The parameters that name one row of ours; the API calls it `pk`, whatever it looks like."""
        return {name for name, converter in self.parameters.items() if converter == "uuid" or name == "pk"}

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(method for method in METHODS if method in _methods(self.view))

    def path(self, values: dict[str, Any]) -> str:
        """The address with these values in the place of its parameters."""
        filled = PARAMETER.sub(lambda m: str(values[m["name"] or m["group"]]), self.pattern)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


@cache
def all_routes() -> tuple[Route, ...]:
    """In the order in which Django tries them; what an earlier pattern hides is no route."""
    seen: dict[str, Route] = {}
    for route in _walk(get_resolver(), (), ""):
        seen.setdefault(route.pattern.replace("^", ""), route)
    return tuple(seen.values())


def _walk(resolver: URLResolver, spaces: tuple[str, ...], before: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, (*spaces, *filter(None, [pattern.namespace])), whole)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name]) if pattern.name else f"{':'.join(spaces)}:{whole}"
            yield Route(name, whole, pattern.callback)


def _methods(view: Any) -> set[str]:
    """What `require_http_methods`, a class-based view or a viewset says; other people's plain functions: both."""
    while view is not None:
        if hasattr(view, "actions") and view.actions:
            return {method.upper() for method in view.actions}
        described = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if described is not None:
            return {method for method in METHODS if _is_stated(described, method.lower())}
        stated = inspect.getclosurevars(inspect.unwrap(view, stop=_states_methods)).nonlocals.get("request_method_list")
        if stated:
            return set(stated)
        view = getattr(view, "__wrapped__", None)
    return {"GET", "POST"}


def _is_stated(described: type, method: str) -> bool:
    """Whether a class handles a method itself; Django's form and redirect views answer PUT like POST or GET."""
    handler = getattr(described, method, None)
    return handler is not None and (method in {"get", "post"} or not handler.__module__.startswith("django.views."))


def _states_methods(function: Any) -> bool:
    return "request_method_list" in getattr(function, "__code__", _methods.__code__).co_freevars
