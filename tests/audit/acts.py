"""One valid call of every verb, so that the test can look at the rows that it leaves.

An app registers its own in `tests/<app>/acts.py`; each entry is given an active pair of that kind:

    COACHING: Acts = {"goal.accept": lambda pair: act(pair.learner, make_goal(pair, state="proposed"))}
    MENTORING: Acts = {"aim.write": lambda pair: act(pair.guide, pair, WORD)}

First who acts (None: the clock, the console), then what the verb takes, with `WORD` in every text. `inside` names the
verbs that it calls on the way, which leave rows before its own; `nobody=True`: the row must not say who it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from typing import Any

from people.models import User
from relationships.models import Relationship
from tests.architecture.floors import APPS
from tests.make import make_pair


@dataclass(frozen=True)
class Act:
    """A verb's arguments, ready to be called, and what its rows have to say."""

    by: User | None
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    inside: tuple[str, ...]
    nobody: bool


Acts = dict[str, Callable[[Relationship], Act]]


def act(by: User | None, *args: Any, inside: tuple[str, ...] = (), nobody: bool = False, **kwargs: Any) -> Act:
    return Act(by, args, kwargs, inside, nobody)


def import_everything() -> None:
    """Every module of every app, so that `core.verbs.VERBS` is whole."""
    for app in APPS:
        for module in walk_packages(import_module(app).__path__, f"{app}."):
            if ".migrations" not in module.name:
                import_module(module.name)


@cache
def all_acts() -> dict[str, tuple[str, Callable[[Relationship], Act]]]:
    """Verb → kind of the pair, entry. Raises ValueError for a verb with two entries."""
    found: dict[str, tuple[str, Callable[[Relationship], Act]]] = {}
    for app in APPS:
        if not (find_spec(f"tests.{app}") and find_spec(f"tests.{app}.acts")):
            continue
        module = import_module(f"tests.{app}.acts")
        for kind in ("coaching", "mentoring"):
            for name, entry in getattr(module, kind.upper(), {}).items():
                if name in found:
                    raise ValueError(f"{name} has two entries: keep one of them.")
                found[name] = (kind, entry)
    return found


def prepare(name: str) -> tuple[Relationship, Act]:
    """A pair, and the act of an entry upon it."""
    kind, entry = all_acts()[name]
    pair = make_pair(kind)
    return pair, entry(pair)
