"""The agreement: change it, see what changed, sign it, show less; and the sponsor's own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.doors import signed_in
from core.errors import Stale
from core.flash import say
from relationships import agreeing
from relationships.forms.agreements import AgreementForm, headings
from relationships.models import Relationship
from relationships.views.fetch import open_pair, to_pair


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Write the first version, or suggest a change; what somebody else wrote meanwhile is shown beside one's own."""
    door = open_pair(request, pair)
    agreeing.require(door.pair, door.me)
    before = agreeing.newest(door.pair)
    form = AgreementForm(request.POST if request.method == "POST" else None, me=door.me, pair=door.pair, before=before)
    context = {"form": form, "pair": door.pair, "before": before, "title": _title(door.pair, before is not None)}
    if request.method == "POST" and form.is_valid():
        try:
            agreeing.write(door.pair, form.terms(), based_on=form.cleaned_data["version"], by=door.me, now=door.now)
        except Stale as stale:
            context |= _both(door.pair, form, stale)
            return render(request, "relationships/agreement_form.html", context, status=409)
        say(request, _("Saved. Changed, so both sign again.") if before else _("Saved. Now both read and sign it."))
        return to_pair(door.pair, "pair_agreement")
    return render(request, "relationships/agreement_form.html", context)


def _title(pair: Relationship, is_there: bool) -> str:
    name = pair.words["agreement"]
    return (_("Change the %(agreement)s") if is_there else _("Write the %(agreement)s")) % {"agreement": name}


def _both(pair: Relationship, form: AgreementForm, stale: Stale) -> dict[str, Any]:
    """The other's text above one's own, which stays in the form, now made from the newest version."""
    newest = agreeing.newest(pair)
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(newest.version if newest else 0)
    again = AgreementForm(data, me=form.me, pair=pair, before=newest)
    labels = headings(pair)
    theirs = [(labels[name], text) for name, text in stale.current.items() if name in labels]
    return {"form": again, "theirs": theirs, "by": newest.written_by if newest else None}


@require_POST
def sign(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Sign the version that stood on the page; the learner's form says with it what others see."""
    door = open_pair(request, pair)
    shows = request.POST.getlist("shows") if "ticks" in request.POST else None
    agreeing.sign(door.pair, _version(request), shows=shows, by=door.me, now=door.now)
    say(request, _after_signing(door.pair))
    return to_pair(door.pair, "pair_agreement")


def _after_signing(pair: Relationship) -> str:
    newest = agreeing.newest(pair)
    if newest is not None and newest.in_force_at is not None:
        return _("Signed. It counts from now on.")
    return _("Signed. It counts once everybody has signed.")


@require_POST
def narrow(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The learner stops showing one thing, at once."""
    door = open_pair(request, pair)
    stop = request.POST.get("stop", "")
    keep = set(door.pair.rules_of_kind.DISCLOSES) - {stop}
    agreeing.narrow(door.pair, keep=keep, by=door.me, now=door.now)
    say(request, _("Saved. From now on this is not shown."))
    return to_pair(door.pair, "pair_agreement")


@require_safe
def changes(request: HttpRequest, pair: UUID) -> HttpResponse:
    """What the newest version says differently from the one before."""
    door = open_pair(request, pair)
    newest = agreeing.newest(door.pair)
    before = door.pair.agreements.filter(version=newest.version - 1).first() if newest else None
    found = agreeing.changes(before, newest, headings(door.pair)) if newest and before else []
    context = {"pair": door.pair, "newest": newest, "changes": found, "words": door.pair.words}
    return render(request, "relationships/agreement_changes.html", context)


@require_http_methods(["GET", "POST"])
def sponsor(request: HttpRequest, pair: UUID) -> HttpResponse:
    """What a sponsor will be shown, and their signature. Nothing that the two wrote stands here."""
    me = signed_in(request)
    found = get_object_or_404(Relationship.objects.sponsored_by(me).for_page(), pk=pair)
    newest = found.agreements.told_to_sponsor(me.pk).order_by("version").last()
    newest.relationship = found
    if request.method == "POST":
        agreeing.sign(found, _version(request), by=me, now=clock.now())
        say(request, _after_signing(found))
        # Where the learner lets nothing be known, signing was all there was to do.
        is_told = Relationship.objects.sponsored_by(me).filter(pk=found.pk).exists()
        return redirect("relationships:sponsor", pair=found.pk) if is_told else redirect("desk:home")
    discloses = found.rules_of_kind.DISCLOSES
    context = {
        "pair": found,
        "words": found.words,
        "title": _("%(agreement)s of %(learner)s and %(guide)s") % {
            "agreement": capfirst(str(found.words["agreement"])),
            "learner": found.learner.name, "guide": found.guide.name,
        },
        "version": newest.version,
        "shown": [label for what, label in discloses.items() if what in newest.discloses],
        "signed_at": next((row.at for row in newest.signatures.filter(person=me)), None),
    }  # fmt: skip
    return render(request, "relationships/sponsor.html", context)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else 0
