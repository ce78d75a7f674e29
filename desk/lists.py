"""The lists of the desk as files: the columns and words of their pages (`core.exporting`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.exporting import Listing
from desk.caseload import CaseRow
from desk.inbox.entry import Desk
from desk.inbox.gathering import every_row
from desk.team import Shown


def pairs(rows: Any) -> Listing:
    headings = [_("Pair"), _("Program"), _("How it stands"), _("Since")]
    return Listing(
        "pairs", headings, rows,
        lambda row: [f"{row.learner.name} – {row.guide.name}", row.program.name, row.status_label, row.proposed_at],
    )  # fmt: skip


def people_alone(rows: Any) -> Listing:
    headings = [_("Name"), _("Program"), _("Since")]
    return Listing("without-a-pair", headings, rows, lambda row: [row.person.name, row.program.name, row.applied_at])


def inbox(desk: Desk) -> Listing:
    """Every row of every cause, also those that the page only counts."""
    headings = [_("Cause"), _("Who"), _("What"), _("Since")]
    return Listing(
        "inbox", headings, every_row(desk), lambda row: [row[0].heading, row[1].who, row[1].words, row[1].since]
    )


def caseload(rows: list[CaseRow]) -> Listing:
    headings = [
        _("Coachee"), _("Next session"), _("Sessions held"), _("Sessions planned"), _("Week"), _("Weeks"), _("Goals"),
        _("Ends"),
    ]  # fmt: skip
    return Listing(
        "your-coachees", headings, rows,
        lambda row: [
            row.pair.learner.name, row.next and row.next.starts_at, row.held, row.pair.program.sessions_planned,
            row.week, row.weeks, row.goals.words, row.pair.ends_on,
        ],
    )  # fmt: skip


def team(rows: list[Shown]) -> Listing:
    headings = [_("Name"), _("Takes part in"), _("Sessions held"), _("Sessions planned"), _("Ends"), _("Goals")]
    return Listing(
        "my-team", headings, rows,
        lambda row: [
            row.name, row.kind, row.held, row.planned, row.ends_on,
            "; ".join(f"{goal['title']}. {goal['target']} · {goal['standing']}" for goal in row.goals),
        ],
    )  # fmt: skip
