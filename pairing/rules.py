"""Who may pair: the people who run the program."""

from __future__ import annotations

from people.models import User
from programs import rules as program_rules
from programs.models import Enrollment, Program


def may_pair(user: User, program: Program) -> bool:
    return program_rules.runs(user, program)


def may_pair_by_hand(user: User, learner: Enrollment, guide: Enrollment) -> bool:
    """Never oneself."""
    return user.pk not in {learner.person_id, guide.person_id}
