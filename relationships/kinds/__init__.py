"""The two kinds side by side. Read `coaching.py` and `mentoring.py` together: that is the product's main idea.

Both modules define the same public names with different answers; a test keeps the names equal, and another forbids
branching on the kind anywhere else. Ask `of(relationship.kind).NAME`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from programs.kinds import Kind
from relationships.kinds import coaching, mentoring

KINDS: dict[str, ModuleType] = {Kind.COACHING.value: coaching, Kind.MENTORING.value: mentoring}


def of(kind: str) -> Any:
    """The module that answers for `kind`."""
    return KINDS[kind]


OPEN_STATUSES = sorted(coaching.OPEN | mentoring.OPEN)
WORKING_STATUSES = sorted(coaching.WORKING | mentoring.WORKING)
OVER_STATUSES = sorted((set(coaching.STATUSES) | set(mentoring.STATUSES)) - set(OPEN_STATUSES))
