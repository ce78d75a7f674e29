"""Who may pair: the people who run the program."""

from __future__ import annotations

from people.models import User
from programs import rules as program_rules
from programs.models import Program


def may_pair(user: User, program: Program) -> bool:
    return program_rules.runs(user, program)
