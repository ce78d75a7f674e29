"""Who may do what with goals and aims, and who reads them: the Python half of `visible_to`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core import clock
from core.errors import NotPossible, NotYours
from people.models import User
from relationships import rules as pair_rules
from relationships import who
from relationships.models import Relationship

if TYPE_CHECKING:
    from goals.models import CoachingGoal, MentoringIntent

GOALS, AIMS = "goals", "aims"


def check(allowed: bool, sentence: str) -> None:
    """Raises NotYours with the sentence that says whose right it is."""
    if not allowed:
        raise NotYours(sentence)


def holds(relationship: Relationship, leaf: str) -> bool:
    """Does this kind work with `leaf`, goals or aims?"""
    return bool(leaf == relationship.rules_of_kind.WORKS_WITH)


def may_set_goals(user: User, relationship: Relationship) -> bool:
    """Goals and targets come from who owns the plan of a kind that has goals (C1, S0-30, S0-35)."""
    return holds(relationship, GOALS) and pair_rules.owns_layer(user, relationship, "plan")


def is_of_pair(user: User, goal: CoachingGoal | MentoringIntent) -> bool:
    return pair_rules.is_half(user, goal.relationship)


def is_learner(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) == "learner"


def may_accept(user: User, goal: CoachingGoal) -> bool:
    return is_learner(user, goal.relationship)


def may_write_own_words(user: User, goal: CoachingGoal) -> bool:
    return is_learner(user, goal.relationship)


def may_claim(user: User, goal: CoachingGoal) -> bool:
    return is_learner(user, goal.relationship)


def may_confirm(user: User, goal: CoachingGoal) -> bool:
    """Never who claimed it (S0-15, C11)."""
    return is_of_pair(user, goal) and goal.claimed_by_id != user.pk and not is_learner(user, goal.relationship)


def may_release(user: User, goal: CoachingGoal) -> bool:
    return is_learner(user, goal.relationship)


def may_enter(user: User, goal: CoachingGoal) -> bool:
    return is_of_pair(user, goal)


def may_hold_review(user: User, relationship: Relationship) -> bool:
    return holds(relationship, GOALS) and pair_rules.is_half(user, relationship)


def may_write_aims(user: User, relationship: Relationship) -> bool:
    return holds(relationship, AIMS) and pair_rules.is_half(user, relationship)


def may_let_go(user: User, intent: MentoringIntent) -> bool:
    return is_learner(user, intent.relationship)


def may_look_back(user: User, relationship: Relationship) -> bool:
    return holds(relationship, AIMS) and pair_rules.is_half(user, relationship)


def must_be_open(goal: CoachingGoal) -> None:
    """Raises NotPossible once a goal was reached or let go, or the pair has ended."""
    if goal.state not in {"proposed", "accepted"} or not goal.relationship.is_open:
        raise NotPossible(_("This goal is closed."))


def must_take_a_waiver(goal: CoachingGoal) -> None:
    """Raises NotPossible where nobody can go on without a first value: the goal is closed, or the value is there."""
    must_be_open(goal)
    if goal.metric.first_value is not None:
        raise NotPossible(_("There is a first value already."))


def must_be_changeable(intent: MentoringIntent) -> None:
    """Raises NotPossible once an aim was let go or the pair has ended."""
    if intent.let_go_at is not None or not intent.relationship.is_open:
        raise NotPossible(_("This can no longer be changed."))


def must_take_values(goal: CoachingGoal) -> None:
    """Raises NotPossible when no value can be entered any more."""
    if goal.state not in {"proposed", "accepted"} or not goal.relationship.is_open:
        raise NotPossible(_("This goal is closed: no more values can be entered."))


def day_of(now: datetime, user: User) -> date:
    """The day it is for `user`."""
    return clock.day_of(now, user.time_zone or "UTC")


def whose_goals(relationship: Relationship) -> str:
    """The sentence for somebody of the pair who may not set goals."""
    if not holds(relationship, GOALS):
        return _("There is nothing to measure between you two.")
    return _("Only %(name)s can set goals and targets.") % {"name": relationship.guide.first_name}


def whose_yes(relationship: Relationship) -> str:
    return _("Only %(name)s can accept a goal.") % {"name": relationship.learner.first_name}


def must_be_under_way(relationship: Relationship) -> None:
    """Raises NotPossible while the pair is only proposed, and once it has ended."""
    if not relationship.is_under_way:
        raise NotPossible(_("That is possible only while you two work together."))


def readers(thing: CoachingGoal | MentoringIntent, today: date) -> set[str]:
    """Who reads a goal or an aim (D3)."""
    return pair_rules.content_readers(thing.relationship, today)


def disclosed_readers(goal: CoachingGoal, shown_to: set[str] | None = None) -> set[str]:
    """Who else is shown a goal: whom the signed agreement shows goals, once this one is released (C17).

    A page with many goals of a pair asks the agreement once and hands the answer on as `shown_to`.
    """
    if goal.released_at is None or goal.state == "dropped":
        return set()
    return pair_rules.disclosed_readers(goal.relationship, "goals") if shown_to is None else shown_to


def who_sees(user: User, relationship: Relationship) -> str:
    """The line "who sees this" of what the two write."""
    return who.pair_only(user, relationship)


def who_sees_goal(user: User, goal: CoachingGoal, shown_to: set[str] | None = None) -> str:
    """The line "who sees this" of a goal, from the same sets that guard it."""
    others = disclosed_readers(goal, shown_to)
    line = who.names(user, goal.relationship, {"guide", "learner"} | others)
    if not others:
        return line
    if is_learner(user, goal.relationship):
        return _("%(line)s (you released this)") % {"line": line}
    return _("%(line)s (%(name)s released this)") % {"line": line, "name": goal.relationship.learner.first_name}
