"""What stands around every page: the rail, its foot, the links below."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.roles import Roles, roles_of

Link = dict[str, Any]
OWN: list[tuple[str, Any]] = [("people:profile", gettext_lazy("My profile")), ("desk:help", gettext_lazy("Help"))]
ABOUT: list[tuple[str, Any]] = [
    ("relationships:differences", gettext_lazy("How coaching and mentoring differ")),
    ("desk:privacy", gettext_lazy("Privacy")),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor for `templates/base.html`. What a person is here is asked only where a page says it: one
    without the rail (a refusal, a fragment) asks nothing."""
    user = getattr(request, "user", None)  # nobody yet, where an address is refused before the sign-in is looked at
    about = _links(request, ABOUT)
    base: dict[str, Any] = {"footer_links": about, "mail_is_sent": settings.EMAIL_IS_SENT}
    if user is None or not user.is_authenticated:
        return base
    roles: Any = SimpleLazyObject(lambda: roles_of(user))
    links = {
        "nav_first": SimpleLazyObject(lambda: _links(request, first(roles))),
        "nav_foot": SimpleLazyObject(lambda: _links(request, foot(roles))),
    }
    no_mail = user.is_org_admin and not settings.EMAIL_IS_SENT
    return {**base, **links, "roles": roles, "warn_of_mail": no_mail}


def first(roles: Roles) -> list[tuple[str, Any]]:
    """The entries of the rail, most important first (screens, section 1)."""
    entries: list[tuple[str, Any]] = []
    if roles.runs_programs:
        entries += [
            ("desk:inbox", _("Inbox")),
            ("people:people", _("People")),
            ("pairing:pairing", _("Pairing")),
            ("desk:pairs", _("Pairs")),
            ("programs:programs", _("Program")),
        ]
    elif roles.is_org_admin:
        entries += [("programs:programs", _("Programs")), ("people:people", _("People"))]
    entries.append(("desk:home", _("Home")))
    if roles.is_org_admin:
        entries.append(("desk:health", _("Health")))
    if roles.leads_people:
        entries.append(("desk:team", _("My team")))
    return entries if roles.runs_things else entries + OWN


def foot(roles: Roles) -> list[tuple[str, Any]]:
    """An admin's rail is full: what everyone has stands at its foot."""
    return OWN if roles.runs_things else []


def _links(request: HttpRequest, entries: list[tuple[str, Any]]) -> list[Link]:
    found = []
    for name, label in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = request.path == url or (url != "/" and request.path.startswith(url))
        found.append({"url": url, "label": label, "current": here})
    return found
