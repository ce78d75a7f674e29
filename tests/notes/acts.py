"""A call of every verb of notes (tests/audit/acts.py)."""

from tests.audit.acts import Acts, act
from tests.doors.payloads import WORD
from tests.make import make_private_note, make_shared_note

MENTORING: Acts = {
    "note.write": lambda pair: act(pair.learner, pair, "only_me", WORD, nobody=True),
    "note.edit": lambda pair: act(pair.learner, make_private_note(pair), text=WORD, version=1, nobody=True),
    "note.share": lambda pair: act(pair.learner, make_private_note(pair)),
    "note.remove": lambda pair: act(pair.learner, make_shared_note(pair)),
}
