"""A call of every verb of nudges (tests/audit/acts.py)."""

from datetime import timedelta

from tests.audit.acts import Acts, act
from tests.make import TODAY

MENTORING: Acts = {
    "reminders.switch": lambda pair: act(pair.learner, pair.learner, {"pair"}, off=True),
    "reminders.snooze": lambda pair: act(pair.learner, pair, until=TODAY + timedelta(days=28)),
}
