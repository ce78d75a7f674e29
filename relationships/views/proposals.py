"""A proposed pair: look at each other, say yes or no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.doors import signed_in
from core.flash import say
from people.models import PersonSkill, RoleHeld, User
from relationships.models import ProposalAnswer, Relationship


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The page behind the mail. A GET changes nothing; one button says yes, one says no."""
    me = signed_in(request)
    found = get_object_or_404(Relationship.objects.proposed_to(me).for_page(), pk=pair)
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        return _take(request, found, me)
    return render(request, "relationships/proposal.html", _context(me, found))


def _take(request: HttpRequest, pair: Relationship, me: User) -> HttpResponse:
    if request.POST["answer"] == "no":
        pair.say_no(by=me, now=clock.now())
        return redirect("relationships:answer", pair=pair.pk)
    pair.say_yes(by=me, now=clock.now())
    say(request, _("You said yes."))
    return redirect("relationships:answer", pair=pair.pk)


def _context(me: User, pair: Relationship) -> dict[str, Any]:
    """Of a pairing that did not come about the page shows nothing but the words."""
    mine = ProposalAnswer.objects.visible_to(me).filter(relationship=pair).first()
    if pair.status == "lapsed":
        return {"lapsed": True, "said_no": mine is not None and not mine.yes}
    other = pair.other(me)
    skills = PersonSkill.objects.visible_to(me).filter(person=other, direction="offered").select_related("skill")
    role = pair.words["guide" if other.pk == pair.guide_id else "learner"]
    return {
        "pair": pair,
        "other": other,
        "heading": _("%(name)s could be your %(role)s") % {"name": other.name, "role": role},
        "roles": RoleHeld.objects.visible_to(me).filter(person=other).order_by("-from_on", "title"),
        "offers": [row.skill.name for row in skills.order_by("skill__name")],
        "first": pair.words["session"],
        "asks": pair.status == "proposed" and mine is None,
        "waits": pair.status == "proposed" and mine is not None,
        "both_said_yes": pair.is_under_way,
    }
