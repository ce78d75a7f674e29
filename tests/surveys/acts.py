"""A call of every verb of surveys (tests/audit/acts.py)."""

from datetime import timedelta

from relationships.models import Relationship
from surveys import helping
from surveys.models import HelpRequest, Round
from tests.audit.acts import Acts, act
from tests.doors.payloads import WORD
from tests.make import NOW, TODAY


def _asked(pair: Relationship) -> Round:
    closes_on = TODAY + timedelta(days=14)
    return Round.objects.create(relationship=pair, instrument="trust", number=1, opens_on=TODAY, closes_on=closes_on)


def _request(pair: Relationship) -> HelpRequest:
    return helping.ask(pair, WORD, by=pair.learner, now=NOW)


MENTORING: Acts = {
    "check_in.answer": lambda pair: act(pair.learner, _asked(pair), {"care": 2}, nobody=True),
    "check_in.skip": lambda pair: act(pair.learner, _asked(pair), nobody=True),
    "help.ask": lambda pair: act(pair.learner, pair, WORD, nobody=True),
    "help.answered": lambda pair: act(pair.program.help_contact, _request(pair), nobody=True),
}
