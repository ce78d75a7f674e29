"""The privacy page: public, read by everyone before anything else, written by org admins in versions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, flash
from core.data_classes import registry
from core.doors import signed_in
from core.returning import back_from, is_ours
from desk.forms import PrivacyForm, ReadForm
from desk.own import classes
from desk.own.periods import PERIODS
from people import privacy
from people.models import PrivacyText
from programs.models import Program
from relationships.querysets import READABLE_DAYS


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is done with people's data: the organization's words, and what follows from the rules in force."""
    return render(
        request, "desk/privacy.html", {**_page(request, privacy.in_force()), "may_write": _may_write(request)}
    )


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """The same page with the button that says "read"; then on to where the person was going."""
    me, text = signed_in(request), privacy.in_force()
    if text is None:
        return redirect("desk:privacy")
    if request.method == "POST":
        form = ReadForm(request.POST)
        asked = form.cleaned_data["text"] if form.is_valid() else None
        privacy.read(get_object_or_404(PrivacyText.objects.visible_to(me), pk=asked), by=me, now=clock.now())
        return back_from(request) or redirect("desk:home")
    next_path = request.GET.get("next", "/")
    return render(
        request, "desk/privacy_read.html", {**_page(request, text), "next": next_path if is_ours(next_path) else "/"}
    )


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write the next version and put it in force; how many have read the one that is."""
    me, text = signed_in(request), privacy.in_force()
    privacy.require_org_admin(me)
    draft = PrivacyText.objects.visible_to(me).filter(published_at__isnull=True).first()
    initial = {name: getattr(draft or text, name, "") for name in privacy.FIELDS}
    form = PrivacyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = privacy.write(by=me, now=clock.now(), **form.cleaned_data)
        if "publish" in request.POST:
            privacy.publish(kept, by=me, now=clock.now())
            flash.say(request, _("Version %(n)s is in force. Everyone is asked to read it.") % {"n": kept.number})
            return redirect("desk:privacy")
        flash.say(request, _("Your draft is kept. What people read has not changed."))
        return redirect("desk:privacy_write")
    counts = privacy.readers_of(text, me) if text else None
    return render(request, "desk/privacy_write.html", {"form": form, "text": text, "draft": draft, "counts": counts})


def _page(request: HttpRequest, text: PrivacyText | None) -> dict[str, Any]:
    # Which programs there are is no stranger's business.
    programs = Program.objects.visible_to(request.user).exclude(data_contact="").order_by("name")
    return {
        "text": text,
        "classes": classes.in_use(set(registry().values())),
        "periods": PERIODS,
        "readable_days": READABLE_DAYS,
        "contacts": programs.values_list("name", "data_contact"),
    }


def _may_write(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_org_admin)
