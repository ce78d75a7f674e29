"""The first run in four steps. Where it stands is read from what is there, so it survives leaving and coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.models import Organization
from people.models import User
from programs.models import Program


@dataclass(frozen=True)
class Step:
    """One step: its route, its name, whether what it is for is there, and where it stands beside the one shown."""

    route: str
    label: str
    is_done: bool
    state: str = ""


def steps(shown: str = "") -> list[Step]:
    """All four in their order; the one whose page is `shown` is now."""
    here = Organization.here()
    found = [
        ("desk:setup_organization", _("Organization"), bool(here.name)),
        ("desk:setup_mail", _("Mail"), here.mail_tested_at is not None),
        ("desk:setup_people", _("People"), User.objects.active().filter(is_org_admin=False).exists()),
        ("desk:setup_program", _("First program"), is_over()),
    ]
    return [Step(*step, state="now" if step[0] == shown else "done" if step[2] else "") for step in found]


def is_over() -> bool:
    """With its first program an installation is set up; what was skipped is a page like any other."""
    return Program.objects.exists()


def first_open() -> tuple[int, Step]:
    """The number and the step that one comes back to."""
    return next((number, step) for number, step in enumerate(steps(), 1) if not step.is_done)


def page(route: str) -> dict[str, Any]:
    """What the page of a step needs besides its form."""
    found = steps(route)
    routes = [*(step.route for step in found), "desk:home"]
    return {"steps": found, "skip_to": routes[routes.index(route) + 1], "is_over": found[-1].is_done}
