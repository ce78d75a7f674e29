"""The rows of the page "How the two differ", each answer read from the rules that are enforced (S0-04, S1-02).

Change a rule in `coaching.py` or `mentoring.py` and the page says something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relationships.kinds import coaching, mentoring


@dataclass(frozen=True)
class Difference:
    """What it is about, both answers, and where one will notice it."""

    about: str
    coaching: str
    mentoring: str
    notice: str


def rows() -> list[Difference]:
    """Every row on which the two differ now; what both answer alike does not appear."""
    found = [Difference(str(row[0]), row[1](coaching), row[1](mentoring), str(row[2])) for row in ROWS]
    return [row for row in found if row.coaching != row.mentoring]


def says(key: str) -> Callable[[ModuleType], str]:
    """An answer that the kind gives in words of its own."""
    return lambda kind: str(kind.DIFFERENCES[key])


def agenda(kind: ModuleType) -> str:
    words = kind.WORDS
    owner = _("The %(who)s.") % {"who": words[kind.LAYER_OWNER["session"]]}
    if kind.FIRST_LINE_OWNER:
        return owner + " " + _("Line 1 is always the %(who)s’s") % {"who": words[kind.FIRST_LINE_OWNER]}
    others = next(role for role in ("guide", "learner") if role != kind.LAYER_OWNER["session"])
    return owner + " " + _("The %(who)s may suggest") % {"who": words[others]}


def how_long(kind: ModuleType) -> str:
    return _("Fixed end date") if kind.HAS_END_DATE else _("As long as you both like")


def how_many(kind: ModuleType) -> str:
    planned = kind.PROGRAM_DEFAULTS["sessions_planned"]
    if planned is None:
        return _("As many as you like")
    return _("A planned number, at first %(n)s") % {"n": planned}


def to_begin(kind: ModuleType) -> str:
    """The gates on the way to working together, in words."""
    needed = {
        "agreement_signed": _("the %(agreement)s signed by you both") % {"agreement": kind.WORDS["agreement"]},
        "mission": _("a mission in one sentence"),
        "metric_goal": _("a goal you can measure"),
        "first_values": _("a first value"),
        "plan_accepted": _("a plan the %(who)s accepted") % {"who": kind.WORDS["learner"]},
        "questions": _("two questions answered"),
    }
    gates = dict.fromkeys(gate for old, new in kind.START.items() for gate in kind.MOVES[old, new].gates)
    words = ", ".join(str(needed[gate]) for gate in gates if gate in needed)
    return words[:1].upper() + words[1:]


def goals(kind: ModuleType) -> str:
    gates = {gate for move in kind.MOVES.values() for gate in move.gates}
    return _("Measured, with a date") if "metric_goal" in gates else _("Aims in a sentence; none is fine")


def looking_after(kind: ModuleType) -> str:
    if kind.CHECKS_IN:
        return _("Check-ins on trust, answers never shown to the other")
    return _("Reviews of results")


def who_signs(kind: ModuleType) -> str:
    return _("The two of you, and a sponsor if you name one") if kind.HAS_SPONSOR else _("The two of you")


def good_ending(kind: ModuleType) -> str:
    return _("Reached, even early") if kind.HAS_END_DATE else _("Often none")


def manager_sees(kind: ModuleType) -> str:
    if kind.SHOWN_TO == "sponsor":
        return _("Nothing, unless you signed that they are your sponsor: then what you ticked")
    return _("That you take part, if you say so")


ROWS: tuple[tuple[Any, Callable[[ModuleType], str], Any], ...] = (
    (gettext_lazy("What drives it"), says("drives"), gettext_lazy("The first card of a coaching is its goals, that of "
     "a mentoring is the next conversation.")),
    (gettext_lazy("Who sets the agenda"), agenda, gettext_lazy("On the agenda, only its owner finds the field for a "
     "new point; the other finds “Suggest a point”.")),
    (gettext_lazy("How long"), how_long, gettext_lazy("The line below the title of a coaching says when it ends; a "
     "mentoring says since when.")),
    (gettext_lazy("How many meetings"), how_many, gettext_lazy("A coaching counts “Session 3 of 6”; a mentoring only "
     "says when you last talked.")),
    (gettext_lazy("To begin"), to_begin, gettext_lazy("Until then the page is a checklist that says whose turn it "
     "is.")),
    (gettext_lazy("Who signs"), who_signs, gettext_lazy("The contract of a coaching has a field for a sponsor.")),
    (gettext_lazy("Goals"), goals, gettext_lazy("A goal of a coaching has a chart; an aim of a mentoring has a "
     "sentence.")),
    (gettext_lazy("Looking after the relationship"), looking_after, gettext_lazy("A coaching asks for values at each "
     "review; a mentoring asks how it feels.")),
    (gettext_lazy("Who helps"), says("helper"), gettext_lazy("When pairs are made, nobody is paired within a "
     "reporting line.")),
    (gettext_lazy("Tone"), says("tone"), gettext_lazy("The first version of the contract says it; the agreement of a "
     "mentoring leaves it to you.")),
    (gettext_lazy("Good ending"), good_ending, gettext_lazy("The links at the end of the page: a coaching is closed "
     "with a last look; a mentoring can also rest.")),
    (gettext_lazy("Your line manager sees"), manager_sees, gettext_lazy("Under “What others see”, where nothing is "
     "ticked to begin with.")),
)  # fmt: skip
