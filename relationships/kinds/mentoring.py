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
    "agreed": _("How we work"),
    "action": _("next step"),
    "actions": _("next steps"),
    "add_action": _("Add a next step"),
    "goals": _("What I want"),
    "heading": _("You and %(name)s"),
    "review": _("look back"),
    "looking_for": _("Would you like a mentor?"),
    "asked_to_be": _("Would you be a mentor?"),
    "end": _("End this mentoring"),
    "rest": _("Take a rest"),
    "we_met": _("We talked"),
    "last_met": _("last talked %(day)s"),
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
# The steps from the second yes to working together.
START: dict[str, str] = {"agreeing": "active"}
# Where the two look whether to go on, change or close.
LOOK_AGAIN = "redefining"

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

# What the two work with: measured goals or aims in a sentence; each has a table of its own (C7).
WORKS_WITH = "aims"
# What the first page of the workspace leads with: how the goals stand, or the next time to meet.
LEADS_WITH_GOALS = False

# What the signed agreement may let others see, and whether a sponsor may be named (C17).
DISCLOSES: dict[str, Any] = {
    "takes_place": _("That I take part"),
}
HAS_SPONSOR = False
ASKS_FOR_MISSION = False
SHOWN_TO = "line manager"

PURPOSE = _("People learn from those who have been there.")

# Fields of a program that this kind does not have.
PROGRAM_FIELDS_LEFT_OUT: tuple[str, ...] = ("weeks", "sessions_planned", "proposed_ticks")

# What a program may be made from: what stands on the button, and what it fills in on top of the defaults below. None
# has an end: neither the pairs nor the program close by a date.
PROGRAM_TEMPLATES: dict[str, dict[str, Any]] = {
    "direction": {
        "label": _("Mentoring about where you are going: a conversation about once a month"),
        "purpose": _(
            "Find out where you want to go, with somebody at your side who has walked part of the way. People here "
            "pass on what they have learned, and learn something themselves."
        ),
        "expectations": _(
            "A conversation of about an hour once a month. The mentee sets the agenda and writes down aims, if that "
            "helps. There is no end date: the two of you decide how long it goes on."
        ),
        "cadence_days": 28, "first_session_days": 14, "check_in_days": [30, 90, 180], "review_days": 182, "places": 2,
    },
    "new_here": {
        "label": _("Mentoring for people who are new here: a first talk within a week"),
        "purpose": _(
            "Arrive well: understand how things are done here, get to know people outside your own team, and have "
            "somebody to ask what you would not ask in a meeting."
        ),
        "expectations": _(
            "A first talk within a week, then a conversation of about an hour once a month. The mentee asks, the "
            "mentor introduces people and tells how things are done. Many go on long after the first year."
        ),
        "cadence_days": 28, "first_session_days": 7, "check_in_days": [30, 90, 180], "review_days": 182, "places": 1,
    },
    "next_step": {
        "label": _("Mentoring for a change of field or role: with somebody who has been there"),
        "purpose": _(
            "Move into another field or a role with more responsibility, with somebody at your side who has done it: "
            "what it is really like, what to learn first, whom to talk to."
        ),
        "expectations": _(
            "A conversation of about an hour once a month, more often around a decision if you both like. The mentee "
            "says what is on the table; the mentor tells what helped and what did not."
        ),
        "cadence_days": 28, "first_session_days": 14, "check_in_days": [30, 90, 180], "review_days": 182, "places": 2,
    },
}  # fmt: skip

# What a first version starts with.
AGREEMENT_TEXTS: dict[str, Any] = {
    "purpose": _("Where I want to go, and what I hope for from these conversations."),
    "how_we_work": _(
        "We talk about once a month. The mentee sets the agenda and plans the next conversation; the mentor may "
        "suggest. Whoever cannot come says so a day before."
    ),
    "stays_between": _("What we talk about and write down stays between the two of us."),
    "ending": _(
        "Either of us may end it at any time, without a reason. For 90 days after that both of us can read what we "
        "shared."
    ),
}
DRAFT_FROM_ANSWERS = True

# The way to working together as its page lists it: gate → what it is, and on which tab it is done.
CHECKLIST: dict[str, tuple[Any, str]] = {
    "agreement_signed": (_("Agreement: read and signed by you both"), "pair_agreement"),
    "questions": (_("The two questions of the application"), "pair"),
    "aims_agreed": (_("Aims, if there are any: agreed by you both"), "pair_goals"),
}

# "End your mentoring with Leo?" and what the other half is told.
ENDING_WORDS: dict[str, Any] = {
    "end_link": _("End this mentoring"),
    "title": _("End your mentoring with %(name)s?"),
    "message": _("Your mentoring with %(name)s in %(program)s has come to an end. Thank you for your time."),
    "again": _("Look at it afresh together instead"),
    "look_again": _("Look afresh"),
    "look_again_verb": _("Look afresh together"),
    "look_again_says": _("Is this still right for you both? Go on, change something, or bring it to a good end."),
    "rest_says": _("No reminders meanwhile, except for what you have planned. Either of you can wake it."),
    "rest_until": _("Rest until"),
    "go_on": _("Go on"),
    "closed": _("Ended."),
}

PROGRAM_DEFAULTS: dict[str, Any] = {
    "weeks": None,
    "sessions_planned": None,
    "cadence_days": 28,
    "review_days": 182,
    "check_in_days": [30, 90, 180],
    "first_session_days": 14,
    "places": 2,
}
# Days from the first conversation to the second and so on; after these the rhythm that the two agreed.
FIRST_STEPS: tuple[int, ...] = ()
CHECKS_IN = True
# Is it counted how many actions were done by their day?
COUNTS_ACTIONS = False
SESSION_MINUTES = 60
# Do two who work at the same place meet there, unless they say otherwise (C10)?
MEETS_IN_PERSON = True

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

# What no other rule says on the page "How the two differ" (`kinds/differences.py`).
DIFFERENCES: dict[str, Any] = {
    "drives": _("Where you want to go"),
    "helper": _("Someone who has been there; not in your reporting line"),
    "tone": _("Professional, and personal if both want"),
}

# What somebody reads who tries to write on a layer that is the other half's.
NOT_YOURS: dict[str, Any] = {
    "plan": _("What you two plan is up to %(name)s."),
    "session": _("The agenda is %(name)s’s. You can suggest a point."),
    "content": _("What %(name)s takes away is %(name)s’s own. You can suggest a line."),
}
FIRST_LINE = ""
FIRST_LINE_OF = ""
NEXT_SESSION = _("Next conversation")
LOG_IT = _("Log this conversation")
LOG_ANOTHER = _("Log a conversation we had")
PLAN_IT = _("Plan a conversation")
MET = _("talked")
MEET = _("talk")
# Offered as the agenda of the first session.
FIRST_TALK = (
    _("How you got here"),
    _("How you like to work"),
    _("What you hope for"),
    _("What is off limits"),
)
