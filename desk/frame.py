"""What stands around every page: the rail, its foot, the links below, the clock of the door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from desk.roles import Roles, roles_of

Link = dict[str, Any]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor for `templates/base.html`."""
    now = clock.now()
    user = request.user
    about = [{"url": reverse("relationships:differences"), "label": _("How coaching and mentoring differ")}]
    base: dict[str, Any] = {"now": now, "footer_links": about, "mail_is_sent": settings.EMAIL_IS_SENT}
    if not user.is_authenticated:
        return {**base, "today": now.date()}
    roles = roles_of(user)
    links = {
        "nav_first": [_link(request, name, label) for name, label in first(roles)],
        "nav_foot": [_link(request, name, label) for name, label in foot()],
    }
    no_mail = roles.is_org_admin and not settings.EMAIL_IS_SENT and not settings.DEMO
    return {**base, **links, "today": clock.today(user.time_zone), "roles": roles, "warn_of_mail": no_mail}


def first(roles: Roles) -> list[tuple[str, str]]:
    """The entries of the rail, most important first (screens, section 1)."""
    entries: list[tuple[str, str]] = []
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
    if roles.leads_people:
        entries.append(("desk:team", _("My team")))
    return entries


def foot() -> list[tuple[str, str]]:
    return [("people:profile", _("My profile")), ("desk:help", _("Help"))]


def _link(request: HttpRequest, name: str, label: str) -> Link:
    url = reverse(name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return {"url": url, "label": label, "current": here}
