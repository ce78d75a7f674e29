"""A call of every verb of the core (tests/audit/acts.py)."""

from __future__ import annotations

from tests.audit.acts import Acts, act
from tests.doors.payloads import WORD
from tests.make import make_person

MENTORING: Acts = {
    "list.export": lambda pair: act(make_person(), WORD, "csv", 3, program=pair.program_id),
}
