"""Ending alone in two clicks, what may be said then, and a new end date."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotPossible
from core.flash import say
from relationships import endings
from relationships.forms.agreements import EndDateForm, EndForm, FarewellForm
from relationships.models import EndDateProposal, Farewell
from relationships.pair_panels import standing_panel
from relationships.views.fetch import open_pair, to_pair


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pair: UUID) -> HttpResponse:
    """End it, alone and without a reason. After that: a thank-you that was added, and the question why."""
    door = open_pair(request, pair)
    kind = door.pair.rules_of_kind
    door.pair.require_move(kind.ENDED_BY_ONE, by=door.me, now=door.now)
    form = EndForm(request.POST if request.method == "POST" else None, me=door.me, pair=door.pair)
    if request.method == "POST" and form.is_valid():
        door.pair.end(by=door.me, now=door.now)
        if form.cleaned_data["thanks"].strip():
            endings.thank(door.pair, form.cleaned_data["thanks"], by=door.me, now=door.now)
        say(request, _("It has ended. Both of you can read what you shared for 90 days."))
        return redirect("relationships:farewell", pair=door.pair.pk)
    other, me, words = door.pair.other(door.me), door.me, kind.ENDING_WORDS
    context = {
        "form": form,
        "pair": door.pair,
        "other": other,
        "title": words["title"] % {"name": other.first_name},
        "message": words["message"] % {"name": me.first_name, "program": door.pair.program.name},
        "again": words["again"] if (door.pair.status, kind.LOOK_AGAIN) in kind.MOVES else "",
    }
    return render(request, "relationships/end.html", context)


@require_http_methods(["GET", "POST"])
def farewell(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Why it ended, for its author's eyes; and a thank-you, if none is there yet."""
    door = open_pair(request, pair)
    endings.require_over(door.pair)
    mine = Farewell.objects.visible_to(door.me).filter(relationship=door.pair).first()
    form = FarewellForm(
        request.POST if request.method == "POST" else None, initial={"reason": mine.reason if mine else ""}
    )
    if request.method == "POST" and form.is_valid():
        endings.say_why(door.pair, form.cleaned_data["reason"], by=door.me, now=door.now)
        say(request, _("Saved. Only you can read it."))
        return to_pair(door.pair)
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me)}
    context["panel"] = standing_panel(door.me, door.pair, door.now)
    return render(request, "relationships/farewell.html", context)


@require_http_methods(["GET", "POST"])
def thank(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Say thank you when it is over."""
    door = open_pair(request, pair)
    endings.require_thanks(door.pair, door.me)
    form = EndForm(request.POST if request.method == "POST" else None, me=door.me, pair=door.pair)
    form.fields["thanks"].required = True
    form.fields["thanks"].label = _("Thank you")
    if request.method == "POST" and form.is_valid():
        endings.thank(door.pair, form.cleaned_data["thanks"], by=door.me, now=door.now)
        say(request, _("Saved. %(name)s reads it here.") % {"name": door.pair.other(door.me).first_name})
        return to_pair(door.pair)
    return render(
        request, "relationships/thank.html", {"form": form, "pair": door.pair, "other": door.pair.other(door.me)}
    )


@require_http_methods(["GET", "POST"])
def end_date(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Propose a new end date with a reason."""
    door = open_pair(request, pair)
    endings.require_end_date(door.pair, door.me)
    form = EndDateForm(request.POST if request.method == "POST" else None, me=door.me, pair=door.pair)
    if request.method == "POST" and form.is_valid():
        try:
            endings.propose_end_date(door.pair, **form.cleaned_data, by=door.me, now=door.now)
        except NotPossible as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            name = door.pair.learner.first_name
            say(request, _("Proposed. %(name)s must agree; until then the old date counts.") % {"name": name})
            return to_pair(door.pair)
    earlier = EndDateProposal.objects.visible_to(door.me).filter(relationship=door.pair).order_by("proposed_at")
    return render(request, "relationships/end_date.html", {"form": form, "pair": door.pair, "earlier": earlier})


@require_POST
def answer_end_date(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The learner's yes or no to the date that waits."""
    door = open_pair(request, pair)
    waiting = EndDateProposal.objects.visible_to(door.me).filter(accepted_at__isnull=True, declined_at__isnull=True)
    proposal = get_object_or_404(waiting.select_related("relationship__program"), relationship=door.pair)
    yes = request.POST.get("answer") == "yes"
    endings.answer_end_date(proposal, yes=yes, by=door.me, now=door.now)
    say(request, _("Agreed. The new date counts.") if yes else _("The old date stays."))
    return to_pair(door.pair)
