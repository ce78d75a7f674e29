"""What makes a function a verb: one transaction, one audit row, one entry in `VERBS`.

A verb asks "may I" and "can it" itself; this decorator only sees to it that what it wrote is written whole or not at
all, and that nothing happens without a trace.
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from core import audit
from core.data_classes import DataClass

P = ParamSpec("P")
R = TypeVar("R")

ONES_OWN = frozenset({DataClass.D4, DataClass.D5, DataClass.D6, DataClass.D7, DataClass.D8, DataClass.D10})

VERBS: dict[str, Callable[..., Any]] = {}


def verb(name: str, *, says_who: bool = True, only_audit: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a verb under `name` ("session.plan").

    The verb takes `by` (who acts; None for the clock) and `now` (aware datetime) as keywords. The audit row names the
    object that it returns, or else its first argument. `says_who` False leaves the person out of that row, where nobody
    may learn who it was; beside a private note, an answer or a call for help nobody is named anyway. `only_audit`: that
    row is all that it writes, so it needs no transaction (reading a page opens none).
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with nullcontext() if only_audit else transaction.atomic():
                result = function(*args, **kwargs)
                thing: Any = result if isinstance(result, models.Model) else args[0]
                now: Any = kwargs["now"]
                by: Any = kwargs.get("by") if says_who and not _is_ones_own(thing) else None
                audit.record(name, thing, by=by, now=now, program_id=_program_id(thing))
            return result

        if name in VERBS:
            raise ValueError(f"two verbs are called {name}")
        VERBS[name] = run
        return run

    return decorate


def _is_ones_own(thing: Any) -> bool:
    """May nobody but its author know that it exists? Its author's name in the audit would tell."""
    return getattr(thing, "data_class", None) in ONES_OWN


def _program_id(thing: Any) -> Any:
    """The program that a thing belongs to, for the audit row; None outside programs."""
    if hasattr(thing, "program_id"):
        return thing.program_id
    if hasattr(thing, "relationship_id"):
        return thing.relationship.program_id
    return getattr(thing, "audit_program_id", None)
