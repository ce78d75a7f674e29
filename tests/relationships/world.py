"""What hangs on a pair, each in the state in which its routes can do something."""

from __future__ import annotations

from datetime import timedelta

from relationships.models import Plan, Relationship, SessionLog
from tests.doors.world import World
from tests.make import NOW, make_action, make_line, make_session
from tests.relationships.pair_world import add_pairs


def add_to(world: World, label: str, pair: Relationship) -> None:
    add_pairs(world, label, pair)
    second = make_line(pair, text="The line below")
    suggested = make_line(pair, status="suggested", author=_other_than_owner(pair))
    removed = make_line(pair, removed_at=NOW)
    world.say(label, layer="session", second=second.pk, suggested=suggested.pk, removed=removed.pk)
    world.add(label, make_action(pair), "action", "actionitem")
    world.say(label, done_action=make_action(pair, done_at=NOW).pk, removed_action=make_action(pair, removed_at=NOW).pk)
    behind = make_session(pair, starts_at=NOW - timedelta(days=5))
    held = make_session(
        pair, starts_at=NOW - timedelta(days=9), status="held", logged_by=pair.guide, logged_at=NOW - timedelta(days=8)
    )
    missed = make_session(
        pair, starts_at=NOW - timedelta(days=20), status="missed", logged_by=pair.guide, logged_at=NOW
    )
    world.add(label, SessionLog.objects.create(session=missed, what_happened="could_not"))
    world.say(label, behind=behind.pk, held=held.pk, missed=missed.pk)
    if "plan" in pair.rules_of_kind.LAYERS:
        make_line(pair, "plan", text="The first step")
        world.add(label, Plan.objects.create(relationship=pair))


def _other_than_owner(pair: Relationship) -> object:
    return pair.learner if pair.rules_of_kind.LAYER_OWNER["session"] == "guide" else pair.guide
