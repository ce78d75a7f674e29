"""The door of goals: propose, edit, accept, say why, reached, released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotPossible
from goals import cards, proposing, rules
from goals.forms import EditGoalForm, GoalForm, OwnWordsForm, WaiveForm
from goals.models import CoachingGoal
from goals.views.fetch import at_door, goal_of, to_goals
from relationships.forms.agenda import VersionForm

# Acts of one button: the verb and what is said after it.
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "claim": (CoachingGoal.claim_reached, gettext_lazy("Saved. It waits to be confirmed.")),
    "confirm": (CoachingGoal.confirm_reached, gettext_lazy("Saved. Reached, and shown by results.")),
    "not-yet": (CoachingGoal.not_yet_reached, gettext_lazy("Saved. It goes on.")),
    "release": (CoachingGoal.release, gettext_lazy("Saved. Your sponsor may see this goal.")),
    "keep": (CoachingGoal.keep_to_ourselves, gettext_lazy("Saved. Your sponsor no longer sees this goal.")),
    "drop": (CoachingGoal.drop, gettext_lazy("Saved. The goal is closed; its values stay.")),
}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The coach proposes a goal."""
    door = at_door(request, pair)
    rules.check(rules.may_set_goals(door.me, door.pair), rules.whose_goals(door.pair))
    if request.method != "POST":
        rules.must_be_under_way(door.pair)
    form = GoalForm(request.POST or None, relationship=door.pair, user=door.me, today=door.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            proposing.propose(
                door.pair, form.terms(), first=data["first"], first_on=data["first_on"], by=door.me, now=door.now
            )
        except NotPossible as refused:
            form.add_error(None, refused.message)
        else:
            name = door.pair.learner.first_name
            return to_goals(request, door, _("Saved. %(name)s is asked to accept the goal.") % {"name": name})
    return render(request, "goals/goal_form.html", {"form": form, "pair": door.pair})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """The coach changes a goal or its target."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    rules.check(rules.may_set_goals(door.me, door.pair), rules.whose_goals(door.pair))
    if request.method != "POST":
        rules.must_be_open(found)
    form = EditGoalForm(request.POST or None, goal=found, user=door.me, today=door.today)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            changed = proposing.edit(found, form.terms(), version, by=door.me, now=door.now)
        except NotPossible as refused:
            form.add_error(None, refused.message)
        else:
            return to_goals(request, door, _after_edit(changed))
    return render(request, "goals/goal_form.html", {"form": form, "pair": door.pair, "goal": found})


def _after_edit(goal: CoachingGoal) -> str:
    if goal.state != CoachingGoal.State.PROPOSED:
        return _("Saved. The goal is changed.")
    names = {"name": goal.relationship.learner.first_name}
    return _("Saved. %(name)s must accept it. Until then the old target counts.") % names


@require_http_methods(["GET", "POST"])
def own_words(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """The coachee writes why it matters."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    rules.check(rules.may_write_own_words(door.me, found), _("These are the words of somebody else."))
    if request.method != "POST":
        rules.must_be_open(found)
    form = OwnWordsForm(request.POST or None, goal=found, user=door.me)
    if request.method == "POST" and form.is_valid():
        found.write_own_words(form.cleaned_data["text"], by=door.me, now=door.now)
        return to_goals(request, door, _("Saved. These are your words."))
    return render(request, "goals/own_words.html", {"form": form, "pair": door.pair, "goal": found})


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """Go on without a first value, with a reason."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    if request.method != "POST":
        rules.must_take_a_waiver(found)
    form = WaiveForm(request.POST or None, goal=found, user=door.me)
    if request.method == "POST" and form.is_valid():
        found.metric.waive_first_value(form.cleaned_data["reason"], by=door.me, now=door.now)
        return to_goals(request, door, _("Saved. It goes on without a first value."))
    return render(request, "goals/waive.html", {"form": form, "pair": door.pair, "goal": found})


@require_POST
def accept(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """The coachee accepts the version that stood on the page."""
    door = at_door(request, pair)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    goal_of(door, goal).accept(version=version, by=door.me, now=door.now)
    return to_goals(request, door, _("Saved. You accepted the goal."))


@require_POST
def act(request: HttpRequest, pair: UUID, goal: UUID, act: str) -> HttpResponse:
    """One of the acts of one button."""
    door = at_door(request, pair)
    verb, said = ACTS[act]
    verb(goal_of(door, goal), by=door.me, now=door.now)
    return to_goals(request, door, str(said))


@require_http_methods(["GET"])
def numbers(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """The goal with all its values, each with a way to correct it."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    shown = cards.card(door.me, found, door.today)
    return render(request, "goals/numbers.html", {"card": shown, "goal": found, "pair": door.pair})
