"""Being somebody else, and reading everybody's mail: in the demo only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from demo import mailbox as box
from demo import personas

PAGE = 40
View = Callable[..., HttpResponse]

# A mail brings its own styles and must reach nothing else; its links open in the whole window.
MAIL_POLICY: dict[str, Any] = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


def in_the_demo(view: View) -> View:
    """The routes are not there outside the demo; should they ever be, they still answer 404."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or settings.PRODUCTION:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(run))


@in_the_demo
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ten people to be; anyone may look at this page."""
    return render(request, "demo/personas.html")


@in_the_demo
@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the ten, whoever one was before."""
    person = personas.person_of(key)
    if person is None:
        raise Http404
    logout(request)
    login = Login(user=person, redirect_url="/", email=person.email)
    response: HttpResponse = perform_login(request, login)
    return response


@in_the_demo
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mail that was sent, newest first, of one person if asked."""
    to = request.GET.get("to", "")
    letters = box.letters(to)
    page = Paginator(letters, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "letters": [letter.opened() for letter in page], "to": to, "people": personas.PERSONAS}
    return render(request, "demo/mailbox.html", context)


@csp_update({"frame-src": ["'self'"]})  # type: ignore[untyped-decorator,unused-ignore]
@in_the_demo
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: as a reader sees it, and as plain text."""
    return render(request, "demo/mail.html", {"letter": _letter(name)})


@xframe_options_sameorigin
@csp_replace(MAIL_POLICY)  # type: ignore[untyped-decorator,unused-ignore]
@in_the_demo
@require_safe
def mail_page(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail, for the frame on its page."""
    html = _letter(name).html
    if not html:
        raise Http404
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def _letter(name: str) -> box.Opened:
    letter = box.find(name)
    if letter is None:
        raise Http404
    return letter
