"""The stories of what is asked of one person alone: a check-in, a talk with the help contact."""

from __future__ import annotations

from functools import partial

from people.models import User
from surveys.instruments import TRUST
from surveys.models import Answer, HelpRequest, Round
from tests.make import NOW, TODAY, make_pair
from tests.nudges.scenarios import DAY, MORNING, Story, both, story


@story("check-in")
def check_in(of: str = "mentoring") -> Story:
    pair = make_pair(of)

    def skip() -> None:
        for asked in Round.objects.all():
            for person in both(pair):
                Answer.objects.create(round=asked, person=person, skipped=True, at=NOW)

    return Story(
        happen=lambda: Round.objects.create(
            relationship=pair, instrument=TRUST.key, number=1, opens_on=TODAY + 2 * DAY, closes_on=TODAY + 16 * DAY
        ),
        due=MORNING + 2 * DAY,
        to=both(pair),
        gone=skip,
        pair=pair,
    )


def _asking(of: str) -> tuple[HelpRequest, User]:
    """A request that is not kept yet, and whom it is for."""
    pair = make_pair(of)
    contact = pair.program.help_contact
    assert contact is not None
    return HelpRequest(relationship=pair, person=pair.learner, contact=contact, asked_at=NOW), contact


def _answered() -> int:
    return HelpRequest.objects.update(answered_at=NOW)


@story("help-wanted")
def help_wanted(of: str = "mentoring") -> Story:
    asked, contact = _asking(of)
    return Story(happen=asked.save, due=NOW, to={contact}, gone=_answered, survives_end=True)


@story("help-unanswered")
def help_unanswered(of: str = "mentoring") -> Story:
    asked, contact = _asking(of)
    asked.save()
    leave = partial(User.objects.filter(pk=contact.pk).update, is_active=False)
    return Story(happen=leave, due=NOW, to={asked.person}, gone=_answered, survives_end=True)
