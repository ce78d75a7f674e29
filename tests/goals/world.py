"""Goals and aims for the doors and the canary: one goal for each state that an act begins from."""

from typing import Any

from goals.models import LookBack
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    {"goals": _add_goals, "aims": _add_aims}[pair.rules_of_kind.WORKS_WITH](world, label, pair)


def _add_goals(world: World, label: str, pair: Relationship) -> None:
    said: dict[str, Any] = {"claimed_by": pair.learner, "claimed_at": make.NOW}
    goal = make.make_goal(pair, 19)
    value = make.make_value(goal, 17, make.TODAY, note="By phone")
    waived = make.make_goal(pair, first=None)
    waived.metric.waive_first_value("No numbers yet", by=pair.guide, now=make.NOW)
    world.add(label, goal, "goal", "coachinggoal")
    world.add(label, goal.metric)
    world.add(label, goal.metric.targets.get())
    world.add(label, value, "value", "measurement")
    world.add(label, make.make_goal(pair, state="proposed"), "proposed_goal")
    empty = make.make_goal(pair, first=None)
    world.add(label, empty, "empty_goal")
    world.add(label, empty.metric, "empty_metric")
    world.add(label, make.make_goal(pair, **said), "claimed_goal")
    world.add(label, make.make_goal(pair, released_at=make.NOW), "released_goal")
    world.add(label, make.make_review(pair, what_next="Go on"))


def _add_aims(world: World, label: str, pair: Relationship) -> None:
    intent = make.make_aim(pair)
    world.add(label, intent, "intent", "mentoringintent")
    world.add(label, intent.newest)
    world.add(label, intent.newest.strategies.get())
    waiting = make.make_aim(pair, "Speak up in meetings", agreed=False)
    world.add(label, waiting, "waiting_intent")
    world.say(label, number=1)
    looked_back = LookBack.objects.create(
        relationship=pair, author=pair.learner, on_day=make.TODAY, answer="go_on", work="Far", content="Very",
        at=make.NOW,
    )  # fmt: skip
    world.add(label, looked_back)
