"""Coaching: performance-driven, the coach sets the agenda, measured goals, a fixed end, professional.

Read beside `mentoring.py`: the same names, other answers.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relationships.kinds.moves import EITHER_OR_CLOCK, GUIDE, LEARNER, Move

NAME = _("Coaching")

WORDS: dict[str, Any] = {
    "guide": _("coach"),
    "guides": _("coaches"),
    "learner": _("coachee"),
    "learners": _("coachees"),
    "relationship": _("coaching engagement"),
    "session": _("session"),
    "sessions": _("sessions"),
    "agenda": _("session agenda"),
    "agreement": _("contract"),
    "agreed": _("Contract"),
    "action": _("action"),
    "actions": _("actions"),
    "add_action": _("Add an action"),
    "goals": _("Goals"),
    "heading": _("Your coaching with %(name)s"),
    "review": _("review"),
    "looking_for": _("Would you like a coach?"),
    "asked_to_be": _("Would you be a coach?"),
    "end": _("Close this coaching"),
    "rest": _("Pause"),
    "we_met": _("We met"),
    "last_met": _("last met %(day)s"),
}

# The name of a role in commands and files ("--as coach").
ROLE_NAMES: dict[str, str] = {"coach": GUIDE, "coachee": LEARNER}

STATUSES: dict[str, Any] = {
    "proposed": _("Not started"),
    "contracting": _("Agreeing the contract"),
    "assessing": _("Starting point"),
    "active": _("Active"),
    "paused": _("Paused"),
    "closing": _("Closing"),
    "closed": _("Closed"),
    "ended_early": _("Ended early"),
    "lapsed": _("Did not come about"),
}
OPEN = frozenset({"proposed", "contracting", "assessing", "active", "paused", "closing"})
# Where sessions are planned and the two work together.
WORKING = frozenset({"contracting", "assessing", "active", "closing"})

AFTER_YES = "contracting"
ENDED_BY_ONE = "ended_early"
RESTING = "paused"
# The steps from the second yes to working together.
START: dict[str, str] = {"contracting": "assessing", "assessing": "active"}
# Where the two look whether to go on, change or close.
LOOK_AGAIN = "closing"

MOVES: dict[tuple[str, str], Move] = {
    ("proposed", "contracting"): Move(),
    ("proposed", "lapsed"): Move(by=EITHER_OR_CLOCK),
    ("contracting", "assessing"): Move(gates=("agreement_signed", "mission")),
    ("assessing", "active"): Move(
        by=frozenset({GUIDE}),
        gates=(
            "agreement_signed",
            "session_count",
            "questions",
            "metric_goal",
            "own_words",
            "first_values",
            "plan_accepted",
        ),
    ),
    ("active", "paused"): Move(),
    ("paused", "active"): Move(by=EITHER_OR_CLOCK),
    ("active", "closing"): Move(by=EITHER_OR_CLOCK),
    ("paused", "closing"): Move(by=EITHER_OR_CLOCK),
    ("closing", "active"): Move(),
    ("closing", "closed"): Move(by=EITHER_OR_CLOCK),
    ("contracting", "ended_early"): Move(by=EITHER_OR_CLOCK),
    ("assessing", "ended_early"): Move(by=EITHER_OR_CLOCK),
    ("active", "ended_early"): Move(),
    ("paused", "ended_early"): Move(),
    ("closing", "ended_early"): Move(),
}

HAS_END_DATE = True

# Who creates, orders and locks the lines of each layer (C1); the other half suggests.
LAYER_OWNER: dict[str, str] = {"plan": GUIDE, "session": GUIDE, "content": LEARNER}
LAYERS = ("plan", "session", "content")
# Line 1 of the session agenda belongs to this one; None: there is no such line.
FIRST_LINE_OWNER: str | None = LEARNER
AGENDA_EMPTY_ASKS = (GUIDE, LEARNER)

# What the two work with: measured goals or aims in a sentence; each has a table of its own (C7).
WORKS_WITH = "goals"
# What the first page of the workspace leads with: how the goals stand, or the next time to meet.
LEADS_WITH_GOALS = True

# What the signed agreement may let others see, and whether a sponsor may be named (C17).
DISCLOSES: dict[str, Any] = {
    "takes_place": _("That this coaching takes place"),
    "sessions": _("How many sessions are planned and held"),
    "end_date": _("The end date"),
    "goals": _("Goals that I release, one by one"),
}
HAS_SPONSOR = True
ASKS_FOR_MISSION = True
SHOWN_TO = "sponsor"

PURPOSE = _("Better at something that matters, by a date, with a coach at your side.")

# Fields of a program that this kind does not have.
PROGRAM_FIELDS_LEFT_OUT: tuple[str, ...] = ("check_in_days",)

# What a program may be made from: what stands on the button, and what it fills in on top of the defaults below. The
# days of the program are counted from its start; what it proposes to show, each coachee still decides alone (C17).
PROGRAM_TEMPLATES: dict[str, dict[str, Any]] = {
    "half_year": {
        "label": _("Coaching for half a year: six sessions, closer together at first"),
        "purpose": _(
            "Get better at something that matters in your work, by a date, with a coach at your side. The two of you "
            "agree what should be different at the end, and how you will both see it."
        ),
        "expectations": _(
            "Six sessions of an hour over six months: two weeks apart at first, then three, then four. Between them "
            "you try things out and now and then enter a number. It takes about two hours a month."
        ),
        "weeks": 26, "sessions_planned": 6, "cadence_days": 28, "review_days": 28, "places": 4,
        "proposed_ticks": ["takes_place", "sessions", "end_date"], "days": 365,
    },
    "new_role": {
        "label": _("Coaching into a new role: six sessions in the first 90 days"),
        "purpose": _(
            "Find your feet in a new role, with a coach at your side from the first weeks on: what this role asks of "
            "you, what to keep, and what to do differently from now on."
        ),
        "expectations": _(
            "Six sessions of an hour within 13 weeks, two or three weeks apart. You choose one or two things that "
            "should go well after the first 90 days, and how you will see it."
        ),
        "weeks": 13, "sessions_planned": 6, "cadence_days": 14, "review_days": 28, "places": 4,
        "proposed_ticks": ["takes_place", "sessions", "end_date"], "days": 365,
    },
    "one_event": {
        "label": _("Coaching towards one event: three sessions in six weeks"),
        "purpose": _(
            "Get ready for one demanding moment: a presentation, a negotiation, a first day as a manager. With a coach "
            "who prepares it with you and looks back on it with you."
        ),
        "expectations": _(
            "Three sessions within six weeks: one to see what you want from the event, one to practice, one to look "
            "back on it. You say beforehand how you will know that it went well."
        ),
        "weeks": 6, "sessions_planned": 3, "cadence_days": 14, "review_days": 14, "first_session_days": 7, "places": 4,
        "proposed_ticks": ["takes_place", "end_date"], "days": 182,
    },
}  # fmt: skip

# What a first version starts with.
AGREEMENT_TEXTS: dict[str, Any] = {
    "mission": "",
    "purpose": _("What should be better at the end, and how we will both see it."),
    "how_we_work": _(
        "The coach prepares each session and sets its agenda; line 1 is the coachee's. "
        "Whoever cannot come says so a day before."
    ),
    "stays_between": _("What we talk about and write down stays between the two of us. We stay professional."),
    "ending": _(
        "We end on the end date, or earlier when the goals are reached. Either of us may end it at any time, without "
        "a reason. For 90 days after that both of us can read what we shared."
    ),
}
DRAFT_FROM_ANSWERS = False

# The way to working together as its page lists it: gate → what it is, and on which tab it is done.
CHECKLIST: dict[str, tuple[Any, str]] = {
    "mission": (_("Mission in one sentence"), "pair_agreement"),
    "agreement_signed": (_("Contract: read and signed by everybody"), "pair_agreement"),
    "session_count": (_("How many sessions: set by the program"), "pair"),
    "questions": (_("The two questions of the application"), "pair"),
    "metric_goal": (_("A goal that can be measured"), "pair_goals"),
    "own_words": (_("Why it matters, in the coachee's words"), "pair_goals"),
    "first_values": (_("Starting point: a first value for each goal"), "pair_goals"),
    "plan_accepted": (_("Plan: accepted by the coachee"), "pair_goals"),
}

# "End your coaching with Leo?" and what the other half is told.
ENDING_WORDS: dict[str, Any] = {
    "end_link": _("End this coaching early"),
    "title": _("End your coaching with %(name)s?"),
    "message": _("Your coaching with %(name)s in %(program)s has come to an end. Thank you for your time."),
    "again": _("Bring it to a close together instead"),
    "look_again": _("Close this coaching"),
    "look_again_verb": _("Start closing"),
    "look_again_says": _("Take a last look together: what helped, and what keeps it going. After that it is closed."),
    "rest_says": _("No reminders meanwhile, except for what you have planned. Either of you can go on at any time."),
    "rest_until": _("Paused until"),
    "go_on": _("Go on"),
    "closed": _("Closed."),
}

PROGRAM_DEFAULTS: dict[str, Any] = {
    "weeks": 26,
    "sessions_planned": 6,
    "cadence_days": 28,
    "review_days": 28,
    "check_in_days": [],
    "first_session_days": 14,
    "places": 4,
}
# Days from the first session to the second and so on; after these the program's rhythm: closer at first, then wider.
FIRST_STEPS: tuple[int, ...] = (14, 14, 21)
CHECKS_IN = False
# Is it counted how many actions were done by their day?
COUNTS_ACTIONS = True
SESSION_MINUTES = 60
# Do two who work at the same place meet there, unless they say otherwise (C10)?
MEETS_IN_PERSON = False

# What a participant may expect, on the program's page.
WHAT_TO_EXPECT = _(
    "A fixed number of sessions until a fixed end. Your coach sets the plan, you agree it. At least one goal you can "
    "measure."
)
# Who sees what, on the program's page: what, and who.
WHO_SEES_WHAT: tuple[tuple[Any, Any], ...] = (
    (_("Your name, role and skills"), _("whoever you are paired with, and the program team")),
    (_("What you answer when applying"), _("you and the people who pair you")),
    (_("That you are paired, dates and length of sessions"), _("you two and the program team")),
    (
        _("Agenda, goals, actions, shared notes"),
        _("you and your coach or coachee; a sponsor only what the coachee signed"),
    ),
    (_("Private notes"), _("their author alone")),
)

# What no other rule says on the page "How the two differ" (`kinds/differences.py`).
DIFFERENCES: dict[str, Any] = {
    "drives": _("A goal you can measure"),
    "helper": _("Someone who knows how to coach; not in your reporting line"),
    "tone": _("Professional"),
}

# What somebody reads who tries to write on a layer that is the other half's.
NOT_YOURS: dict[str, Any] = {
    "plan": _("%(name)s writes the plan, and you accept it. You can suggest a step."),
    "session": _("%(name)s sets the session agenda. You can suggest a point, and line 1 is yours."),
    "content": _("What %(name)s takes away is %(name)s’s own. You can suggest a line."),
}
FIRST_LINE = _("What I want from this session")
FIRST_LINE_OF = _("What %(name)s wants from this session")
NEXT_SESSION = _("Next session")
LOG_IT = _("Log this session")
LOG_ANOTHER = _("Log a session we had")
PLAN_IT = _("Plan a session")
MET = _("met")
MEET = _("meet")
# Offered as the agenda of the first session.
FIRST_TALK = (
    _("What should be different at the end of this coaching?"),
    _("How we work together"),
    _("How we will notice that it works"),
)
