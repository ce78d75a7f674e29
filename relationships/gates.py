"""Gates: what a move needs from floors above.

A kind lists the names of the gates of a move; the app that knows the fact registers the function here from its
`AppConfig.ready()`. A gate takes the relationship and returns what is missing, as sentences; nothing missing is open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, Error, register

if TYPE_CHECKING:
    from relationships.models import Relationship

Gate = Callable[["Relationship"], list[str]]
_gates: dict[str, Gate] = {}


def gate(name: str, function: Gate) -> None:
    """Register what a gate asks."""
    _gates[name] = function


def missing_for(relationship: Relationship, names: tuple[str, ...]) -> list[str]:
    """Everything that the named gates still ask for, in their order."""
    return [sentence for name in names for sentence in _gates[name](relationship)]


@register()
def every_gate_has_its_function(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    from relationships.kinds import KINDS

    named = {name for kind in KINDS.values() for move in kind.MOVES.values() for name in move.gates}
    return [
        Error(f"no app answers for the gate {name}", id="relationships.E001") for name in sorted(named - set(_gates))
    ]
