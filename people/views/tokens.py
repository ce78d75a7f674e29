"""My tokens: what acts in my name, and the one moment in which a token is shown."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import clock, flash
from core.doors import signed_in
from people import api_tokens
from people.forms import TokenForm
from people.models import ApiToken


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens that work, and a form for another. What a new one is, stands in the answer to the form and nowhere
    else."""
    me, now = signed_in(request), clock.now()
    form, drawn = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        drawn = api_tokens.draw()
        told = form.cleaned_data
        api_tokens.make(me, drawn, name=told["name"], scopes=told["scopes"], days=told["days"], by=me, now=now)
        form = TokenForm()
    rows = ApiToken.objects.visible_to(me).usable(now).order_by("-created_at")
    return render(request, "people/tokens.html", {"form": form, "drawn": drawn, "rows": rows})


@require_POST
def revoke(request: HttpRequest, apitoken: UUID) -> HttpResponse:
    """End one of them."""
    me = signed_in(request)
    row = get_object_or_404(ApiToken.objects.visible_to(me), pk=apitoken)
    api_tokens.revoke(row, by=me, now=clock.now())
    flash.say(request, _("Revoked. It opens nothing from now on."))
    return redirect("people:tokens")
