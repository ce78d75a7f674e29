"""Mentoring: development-driven, the mentee sets the agenda, negotiated aims, open-ended, personal if both want.

Read beside `coaching.py`: the same names, other answers.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relationships.kinds.moves import EITHER_OR_CLOCK, GUIDE, LEARNER, Move

NAME = _("Mentoring")

WORDS: dict[str, Any] = {
    "guide": _("mentor"),
    "guides": _("mentors"),
    "learner": _("mentee"),
    "learners": _("mentees"),
    "relationship": _("mentoring relationship"),
    "session": _("conversation"),
    "sessions": _("conversations"),
    "agenda": _("agenda"),
    "agreement": _("agreement"),
    "action": _("next step"),
    "actions": _("next steps"),
    "goals": _("What I want"),
    "heading": _("You and %(name)s"),
    "review": _("look back"),
    "looking_for": _("Would you like a mentor?"),
    "asked_to_be": _("Would you be a mentor?"),
    "end": _("End this mentoring"),
    "rest": _("Take a rest"),
    "we_met": _("We talked"),
}

# The name of a role in commands and files ("--as mentor").
ROLE_NAMES: dict[str, str] = {"mentor": GUIDE, "mentee": LEARNER}

STATUSES: dict[str, Any] = {
    "proposed": _("Proposed"),
    "agreeing": _("Agreeing"),
    "active": _("Active"),
    "resting": _("Resting"),
    "redefining": _("Looking afresh"),
    "closed": _("Ended"),
    "ended": _("Ended"),
    "lapsed": _("Did not come about"),
}
OPEN = frozenset({"proposed", "agreeing", "active", "resting", "redefining"})
# Where conversations are planned and the two work together.
WORKING = frozenset({"agreeing", "active", "redefining"})

AFTER_YES = "agreeing"
ENDED_BY_ONE = "ended"
RESTING = "resting"

MOVES: dict[tuple[str, str], Move] = {
    ("proposed", "agreeing"): Move(),
    ("proposed", "lapsed"): Move(by=EITHER_OR_CLOCK),
    ("agreeing", "active"): Move(gates=("agreement_signed", "questions", "aims_agreed")),
    ("active", "resting"): Move(),
    ("resting", "active"): Move(by=EITHER_OR_CLOCK),
    ("active", "redefining"): Move(),
    ("resting", "redefining"): Move(),
    ("redefining", "active"): Move(),
    ("redefining", "closed"): Move(),
    ("agreeing", "ended"): Move(),
    ("active", "ended"): Move(),
    ("resting", "ended"): Move(),
    ("redefining", "ended"): Move(),
}

HAS_END_DATE = False

# Who creates, orders and locks the lines of each layer (C1); the other half suggests.
LAYER_OWNER: dict[str, str] = {"plan": LEARNER, "session": LEARNER, "content": LEARNER}
LAYERS = ("session", "content")
# Line 1 of the session agenda belongs to this one; None: there is no such line.
FIRST_LINE_OWNER: str | None = None
AGENDA_EMPTY_ASKS = (LEARNER,)

# What the signed agreement may let others see, and whether a sponsor may be named (C17).
DISCLOSES = ("takes_place",)
HAS_SPONSOR = False
ASKS_FOR_MISSION = False
SHOWN_TO = "line manager"

PURPOSE = _("People learn from those who have been there.")

# Fields of a program that this kind does not have.
PROGRAM_FIELDS_LEFT_OUT: tuple[str, ...] = ("weeks", "sessions_planned")

PROGRAM_DEFAULTS: dict[str, Any] = {
    "weeks": None,
    "sessions_planned": None,
    "cadence_days": 28,
    "review_days": 182,
    "check_in_days": [30, 90, 180],
    "first_session_days": 14,
    "places": 2,
}
CHECKS_IN = True
SESSION_MINUTES = 60

# What a participant may expect, on the program's page.
WHAT_TO_EXPECT = _("A conversation about once a month. The mentee sets the agenda. No end date: you two decide.")
# Who sees what, on the program's page: what, and who.
WHO_SEES_WHAT: tuple[tuple[Any, Any], ...] = (
    (_("Your name, role and skills"), _("whoever you are paired with, and the program team")),
    (_("What you answer when applying"), _("you and the people who pair you")),
    (_("That you are paired, dates and length of conversations"), _("you two and the program team")),
    (_("Agenda, aims, next steps, shared notes"), _("you and your mentor or mentee")),
    (_("Check-in answers and private notes"), _("their author alone")),
)
