"""Which panels make up which tab of a workspace, in their order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goals.panels import goals_panel, standing_goals_panel
from notes.panels import notes_panel
from people.models import User
from relationships.models import Relationship
from relationships.pair_panels import agreement_panel, how_we_work_panel, moves_panel, standing_panel, start_panel
from relationships.panels import actions_panel, agenda_panel, plan_panel, sessions_panel, takeaways_panel
from surveys.panels import check_ins_panel, help_panel

Panel = Callable[[User, Relationship, datetime], dict[str, Any]]

# Tab → the fragments on it, each with the function that fills it.
TABS: dict[str, list[tuple[str, Panel]]] = {
    "pair": [
        ("relationships/_standing.html", standing_panel),
        ("relationships/_start.html", start_panel),
        ("relationships/_agenda.html", agenda_panel),
        ("relationships/_actions.html", actions_panel),
        ("relationships/_moves.html", moves_panel),
    ],
    "pair_goals": [
        ("goals/_towards.html", goals_panel),
        ("relationships/_plan.html", plan_panel),
    ],
    "pair_notes": [("relationships/_takeaways.html", takeaways_panel), ("notes/_notes.html", notes_panel)],
    "pair_sessions": [("relationships/_sessions.html", sessions_panel)],
    "pair_agreement": [("relationships/_agreement.html", agreement_panel)],
}
# What comes first on the first tab of a kind that is about its goals (S0-24).
LEAD: tuple[str, Panel] = ("goals/_standing.html", standing_goals_panel)


def tabs_of(relationship: Relationship, current: str) -> list[dict[str, Any]]:
    """The row of tabs, in the words of the kind."""
    words = relationship.words
    labels = {
        "pair": _("Now"),
        "pair_goals": str(words["goals"]),
        "pair_notes": _("Notes"),
        "pair_sessions": str(words["sessions"]).capitalize(),
        "pair_agreement": str(words["agreement"]).capitalize(),
    }
    return [
        {"url": reverse(f"desk:{name}", args=[relationship.pk]), "label": labels[name], "current": name == current}
        for name in TABS
    ]


def panels_of(tab: str, me: User, relationship: Relationship, now: datetime) -> list[dict[str, Any]]:
    """Each panel's fragment and its context."""
    lead = [LEAD] if tab == "pair" and relationship.rules_of_kind.LEADS_WITH_GOALS else []
    return [{"template": template, "panel": fill(me, relationship, now)} for template, fill in [*lead, *TABS[tab]]]


def side_of(tab: str, me: User, relationship: Relationship, now: datetime) -> list[dict[str, Any]]:
    """The side column: how we work (unless that is the tab), check-ins, if something is not right."""
    return [
        {"template": template, "panel": fill(me, relationship, now)}
        for template, fill in side_panels(tab, relationship)
    ]


def side_panels(tab: str, relationship: Relationship) -> list[tuple[str, Panel]]:
    agreed: tuple[str, Panel] = ("relationships/_how_we_work.html", how_we_work_panel)
    check_ins: tuple[str, Panel] = ("surveys/_check_ins.html", check_ins_panel)
    return [
        *([agreed] if tab != "pair_agreement" else []),
        *([check_ins] if relationship.rules_of_kind.CHECKS_IN else []),
        ("surveys/_help.html", help_panel),
    ]
