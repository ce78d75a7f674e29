"""The check-in page, one's own line, and asking for help."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.doors import signed_in, the_one
from core.errors import NotPossible
from core.prepared import first
from core.returning import leads_back
from people.models import User
from relationships.reading import one_shared_with
from surveys import helping, panels, rounds
from surveys.forms import CheckInForm, HelpForm
from surveys.models import Answer, HelpRequest, Round


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Six taps and Send. Each item and the whole may be skipped."""
    me = signed_in(request)
    rounds_ = Round.objects.visible_to(me).select_related("relationship__guide", "relationship__learner")
    found = get_object_or_404(rounds_, pk=asked)
    leads_back(request, reverse("desk:pair", args=[found.relationship_id]))
    contact = helping.contact_for(found.relationship)
    done = Answer.objects.visible_to(me).filter(round=found).exists()
    if request.method != "POST" and not done:
        rounds.require_asked(found, me, clock.now())
    form = CheckInForm(found, me, contact, request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, given = clock.now(), form.given()
        if rounds.silence_fault(given):  # help alone is asked for
            rounds.skip(found, by=me, now=now)
            said = _("Thank you.")
        else:
            rounds.answer(found, given, by=me, now=now, show_alike=form.cleaned_data["show_alike"])
            said = _("Thank you. Your own line is on your page.")
        if form.cleaned_data.get("wants_help"):
            sent = helping.ask(found.relationship, by=me, now=now)
            said += " " + _("%(name)s will write to you within two working days.") % {"name": sent.contact.name}
        flash.say(request, said)
        return redirect("desk:pair", found.relationship_id)
    context = {"form": form, "round": found, "other": found.relationship.other(me), "done": done}
    return render(request, "surveys/check_in.html", context)


@require_POST
def skip(request: HttpRequest, asked: UUID) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Round.objects.visible_to(me).select_related("relationship"), pk=asked)
    leads_back(request, reverse("desk:pair", args=[found.relationship_id]))
    rounds.skip(found, by=me, now=clock.now())
    flash.say(request, _("Not this time: that is fine. The next one comes by itself."))
    return redirect("desk:pair", found.relationship_id)


@require_safe
def own_line(request: HttpRequest, pair: UUID) -> HttpResponse:
    """One's own check-ins over time, for one's own eyes."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    relationship = the_one(one_shared_with(me, today, pair))
    panel = panels.check_ins_panel(me, relationship, clock.now())
    return render(request, "surveys/own_line.html", {"panel": panel, "pair": relationship})


@require_http_methods(["GET", "POST"])
def ask_for_help(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Write to the named contact, who is outside both lines."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    relationship = the_one(one_shared_with(me, today, pair))
    leads_back(request, reverse("desk:pair", args=[relationship.pk]))
    contact = helping.contact_for(relationship)
    if contact is None:
        raise NotPossible(_("Nobody outside both your lines is named yet. Ask the people who run this program."))
    form = HelpForm(contact, request.POST or None)
    if request.method == "POST" and form.is_valid():
        helping.ask(relationship, form.cleaned_data["words"], by=me, now=clock.now())
        flash.say(request, _("%(name)s will write to you within two working days.") % {"name": contact.name})
        return redirect("desk:pair", relationship.pk)
    asked = HelpRequest.objects.visible_to(me).asked_by(me, relationship).last()
    context = {"form": form, "contact": contact, "pair": relationship, "asked": asked}
    return render(request, "surveys/ask_for_help.html", context)


@require_http_methods(["GET", "POST"])
def help_request(request: HttpRequest, help_request: UUID) -> HttpResponse:
    """For the contact: who would like to talk, and a button once it is done."""
    me = signed_in(request)
    asked = get_object_or_404(HelpRequest.objects.visible_to(me).select_related("person", "contact"), pk=help_request)
    if request.method == "POST":
        helping.answered(asked, by=me, now=clock.now())
        flash.say(request, _("Thank you. This is off your list."))
        return redirect("desk:home")
    is_contact = asked.contact_id == me.pk
    context = {"asked": asked, "is_contact": is_contact, "instead": None if is_contact else _instead(asked, me)}
    return render(request, "surveys/help_request.html", context)


def _instead(asked: HelpRequest, me: User) -> User | None:
    """Whom to ask now, where the one who was asked has left and the pair is still open to who asked."""
    if not HelpRequest.objects.visible_to(me).left_alone().filter(pk=asked.pk).exists():
        return None
    pair = first(one_shared_with(me, clock.today(me.time_zone), asked.relationship_id))
    return helping.contact_for(pair) if pair else None
