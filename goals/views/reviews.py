"""The door of reviews and of looking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import wording
from core.errors import NotPossible
from core.flash import say
from goals import cards, looking_back, reviewing, rules
from goals.forms import LookBackForm, ReviewForm
from goals.models import LookBack, Review
from goals.views.fetch import Door, at_door


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The page that the reminder opens: values since last time, what helped, what next."""
    door = at_door(request, pair)
    rules.check(rules.may_hold_review(door.me, door.pair), _("There are no reviews between you two."))
    if request.method != "POST":
        rules.must_be_under_way(door.pair)
    table = _table(door, None)
    goals = [row["goal"] for row in table["rows"]]
    form = ReviewForm(request.POST or None, relationship=door.pair, user=door.me, goals=goals)
    if request.method == "POST" and form.is_valid():
        try:
            held = _hold(door, form)
        except NotPossible as refused:
            form.add_error(None, refused.message)
        else:
            say(request, _("Saved. The review of today is held."))
            to_change = form.decided(ReviewForm.CHANGE)
            if len(to_change) == 1:
                return redirect("goals:edit", door.pair.pk, to_change[0].pk)
            return redirect("goals:held_review", door.pair.pk, held.pk)
    return render(request, "goals/review.html", {"form": form, "pair": door.pair, **table})


def _hold(door: Door, form: ReviewForm) -> Review:
    data = form.cleaned_data
    return reviewing.hold(
        door.pair, what_helped=data["what_helped"], what_next=data["what_next"],
        closes=form.decided(ReviewForm.CLOSE), by=door.me, now=door.now,
    )  # fmt: skip


@require_safe
def held_review(request: HttpRequest, pair: UUID, review: UUID) -> HttpResponse:
    """A review that was held."""
    door = at_door(request, pair)
    reviews = Review.objects.visible_to(door.me).select_related("held_by")
    found = get_object_or_404(reviews, pk=review, relationship=door.pair)
    heading = _("Review of %(day)s") % {"day": wording.day(found.held_on, door.today)}
    context = {"review": found, "pair": door.pair, "heading": heading, **_table(door, found)}
    return render(request, "goals/held_review.html", context)


def _table(door: Door, held: Review | None) -> dict[str, Any]:
    """The goals with their values after the review before; `may` as on the cards of goals."""
    since, goals = reviewing.since_last(door.pair, held.held_on if held else None)
    until = held.held_on if held else door.today
    day = {"day": wording.short_day(since, door.today)} if since else {}
    return {
        "values_heading": _("Values since %(day)s") % day if since else _("Values so far"),
        "rows": [
            {
                "goal": goal,
                "standing": cards.standing_of(goal, door.today),
                "may": cards.may_do(door.me, goal),
                "values": cards.values_between(goal, since, until),
            }
            for goal in goals
        ],
        "who": rules.who_sees(door.me, door.pair),
    }


@require_http_methods(["GET", "POST"])
def look_back(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Still right for you? The answer leads on; the lines stay with their author."""
    door = at_door(request, pair)
    rules.check(rules.may_look_back(door.me, door.pair), _("There is no look back between you two."))
    form = LookBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        looking_back.answer(
            door.pair, data["answer"], work=data["work"], content=data["content"], by=door.me, now=door.now
        )
        say(request, _("Saved. Only you see it."))
        return redirect(_after(door, data["answer"]))
    mine = LookBack.objects.visible_to(door.me).filter(relationship=door.pair).order_by("-on_day")
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "mine": list(mine)}
    context["may_answer"] = door.pair.is_under_way  # once it is over, one's own lines stay to be read
    return render(request, "goals/look_back.html", context)


def _after(door: Door, answer: str) -> str:
    """Where an answer leads: to the aims for a change, to the pages that ask before resting or ending."""
    pages = {"change": "desk:pair_goals", "rest": "relationships:rest", "end": "relationships:end"}
    return reverse(pages.get(answer, "desk:pair"), args=[door.pair.pk])
