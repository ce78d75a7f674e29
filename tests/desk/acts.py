"""A call of every verb of the desk (tests/audit/acts.py)."""

from __future__ import annotations

from tests.audit.acts import Acts, act
from tests.make import make_person

MENTORING: Acts = {
    "person.copy_own": lambda pair: act(pair.learner, pair.learner),
    "relationship.look": lambda pair: act(make_person(is_org_admin=True), pair),
    "person.erase": lambda pair: act(None, make_person(is_active=False)),
}
