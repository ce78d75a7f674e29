"""The stories of what whoever runs a program does by hand (see `scenarios.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.undoing import MAIL_WAITS
from relationships import kinds
from relationships.models import EndDateProposal, Relationship, StatusChange
from tests.make import NOW, TODAY, make_agreement, make_pair, make_session
from tests.nudges.scenarios import DAY, Story, both, story


def _asked_again(pair: Relationship, gone: Callable[[], Any]) -> Story:
    return Story(
        happen=lambda: Relationship.objects.filter(pk=pair.pk).update(reminded_at=NOW - MAIL_WAITS),
        due=NOW,
        to=both(pair),
        gone=gone,
        pair=pair,
    )


@story("sign-again")
def sign_again(of: str = "mentoring") -> Story:
    pair = make_pair(of, status=kinds.of(of).AFTER_YES)
    make_agreement(pair, signed=False)
    return _asked_again(pair, lambda: pair.agreements.update(in_force_at=NOW))


@story("plan-again")
def plan_again(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return _asked_again(pair, lambda: make_session(pair, starts_at=NOW + 20 * DAY))


@story("quiet-again")
def quiet_again(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    make_session(pair, status="held", starts_at=NOW - 30 * DAY)
    return _asked_again(pair, lambda: make_session(pair, starts_at=NOW + 20 * DAY))


@story("rest-for-you")
def rest_for_you(of: str = "mentoring") -> Story:
    pair = make_pair(of, status=kinds.of(of).RESTING)
    return Story(
        happen=lambda: StatusChange.objects.create(
            relationship=pair, from_status="active", to_status=kinds.of(of).RESTING,
            by=pair.program.admin_rows.get().person, at=NOW - MAIL_WAITS,
        ),
        due=NOW,
        to=both(pair),
        gone=lambda: StatusChange.objects.all().delete(),
        pair=pair,
    )  # fmt: skip


@story("end-date-asked")
def end_date_asked(of: str = "coaching") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: EndDateProposal.objects.create(
            relationship=pair, ends_on=TODAY + 300 * DAY, reason="More time",
            proposed_by=pair.program.admin_rows.get().person, proposed_at=NOW,
        ),
        due=NOW,
        to={pair.learner},
        gone=lambda: EndDateProposal.objects.update(declined_at=NOW),
        pair=pair,
    )  # fmt: skip
