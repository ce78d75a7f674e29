"""Pairs whose two came into one reporting line after they were proposed (S2-20)."""

from __future__ import annotations

from uuid import UUID

from people.lines import line_between, managers_above
from relationships.querysets import RelationshipQuerySet


def in_one_line(pairs: RelationshipQuerySet) -> dict[UUID, list[UUID]]:
    """Of these pairs the ones in one line now: id → the people along that line."""
    halves = list(pairs.order_by().values_list("pk", "guide_id", "learner_id"))
    manager_of = managers_above(person for _pk, *two in halves for person in two)
    lines = {pk: line_between(guide, learner, manager_of) for pk, guide, learner in halves}
    return {pk: line for pk, line in lines.items() if line}
