"""How long what is kept, one line for each class of data. The privacy page prints this table, the sweep keeps to it.

The periods of trust.md 3a.6. Nobody can lengthen them: an organization that wants less erases earlier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Period:
    """`what` is kept for `days` `since` something; `key` names it in reports."""

    key: str
    what: Any
    days: int
    since: Any


YEAR = 365
PERIODS = (
    Period("pair_texts", _("What the two of a pair wrote: agreement, agenda, actions, goals, aims, shared notes"),
           YEAR, _("after the pair has ended")),
    Period("removed", _("Lines of an agenda and actions that were taken away"), 1, _("after they were taken away")),
    Period("own_texts", _("Private notes, looks back, answers to proposals, and why somebody ended a pair"), YEAR,
           _("after the pair has ended")),
    Period("answers", _("Answers to check-ins"), 182, _("after the check-in has closed")),
    Period("help", _("Calls for help"), YEAR, _("after they were answered, or asked where the contact has left")),
    Period("wishes", _("What somebody wrote when applying, and wishes about the pairing"), YEAR,
           _("after the program has ended")),
    Period("ways_in", _("Invitations and links that confirm an address"), 30, _("after they ran out or were used")),
    Period("sessions", _("Signed-in devices"), 0, _("after the session has ended")),
    Period("audit", _("Who did what and when, without any content"), 2 * YEAR, _("after it happened")),
)  # fmt: skip
BY_KEY = {period.key: period for period in PERIODS}
