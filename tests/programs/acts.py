"""A call of every verb of programs (tests/audit/acts.py)."""

from __future__ import annotations

from typing import Any

from people.models import User
from programs.models import Application, Batch, Enrollment, Program, SetAside
from relationships.models import Relationship
from tests.audit.acts import Act, Acts, act
from tests.doors.payloads import WORD
from tests.make import NOW, make_enrollment, make_person

ANSWERS: dict[str, Any] = {"wants": WORD, "how": WORD}


def _admin(pair: Relationship) -> User:
    return pair.program.admin_rows.get().person


def _in(pair: Relationship, status: str, role: str = "learner", **fields: Any) -> Enrollment:
    return make_enrollment(pair.program, make_person(), role, status=status, **fields)


def _aside(pair: Relationship) -> SetAside:
    return SetAside.objects.create(program=pair.program, by=_admin(pair), cause="quiet", thing=pair.pk, at=NOW)


def _silent(pair: Relationship) -> Enrollment:
    row = _in(pair, "accepted")
    Application.objects.filter(enrollment=row).update(how=None)
    return row


def _draft(pair: Relationship) -> Program:
    pair.program.status = Program.Status.DRAFT
    pair.program.save()
    return pair.program


def _sent_by_oneself(pair: Relationship) -> Act:
    draft = _in(pair, "draft")
    return act(draft.person, draft)


def _batch(pair: Relationship, **fields: Any) -> Batch:
    return Batch.objects.create(program=pair.program, by=_admin(pair), act="accept", made_at=NOW, **fields)


MENTORING: Acts = {
    "program.create": lambda pair: act(
        make_person(is_org_admin=True), WORD, "mentoring", admin=pair.guide, purpose=WORD
    ),
    "program.edit": lambda pair: act(_admin(pair), pair.program, name=WORD, purpose=WORD),
    "program.name_admin": lambda pair: act(_admin(pair), pair.program, make_person()),
    "program.mark_seen": lambda pair: act(_admin(pair), pair.program, NOW),
    "program.questions_later": lambda pair: act(_admin(pair), pair.program),
    "program.questions_first": lambda pair: act(_admin(pair), pair.program),
    "program.open": lambda pair: act(_admin(pair), _draft(pair)),
    "inbox.set_aside": lambda pair: act(
        _admin(pair), pair.program, "accepted", pair.pk, since=None, until=pair.program.ends_on
    ),
    "inbox.take_back": lambda pair: act(_admin(pair), _aside(pair)),
    "program.close": lambda pair: act(_admin(pair), pair.program),
    "program.invite": lambda pair: act(_admin(pair), pair.program, [make_person()], "learner"),
    "enrollment.write": lambda pair: act(make_person(), pair.program, "learner", not_with=[pair.guide], **ANSWERS),
    "enrollment.send": _sent_by_oneself,
    "enrollment.accept": lambda pair: act(_admin(pair), _in(pair, "applied")),
    "enrollment.take_back": lambda pair: act(
        _admin(pair), _in(pair, "accepted", accepted_at=NOW), before="applied", waited_since=None, at=NOW
    ),
    "batch.begin": lambda pair: act(_admin(pair), pair.program, "accept", [(pair.pk, WORD)], reason=WORD),
    "batch.stop": lambda pair: act(_admin(pair), _batch(pair)),
    "batch.undo": lambda pair: act(_admin(pair), _batch(pair, state="done", started_at=NOW)),
    "enrollment.waitlist": lambda pair: act(_admin(pair), _in(pair, "applied")),
    "enrollment.decline": lambda pair: act(_admin(pair), _in(pair, "applied")),
    "enrollment.withdraw": lambda pair: act(_admin(pair), _in(pair, "accepted")),
    "enrollment.promote": lambda pair: act(None, _in(pair, "waitlisted")),
    "enrollment.take_in": lambda pair: act(_admin(pair), pair.program, make_person(), "learner", **ANSWERS),
    "enrollment.fill_in": lambda pair: act(_admin(pair), _in(pair, "accepted", "guide"), {"offers": WORD}),
    "enrollment.remind": lambda pair: act(_admin(pair), _silent(pair)),
    "enrollment.forget_reminder": lambda pair: act(
        _admin(pair), _in(pair, "accepted", reminded_at=NOW), before=None, at=NOW
    ),
    "enrollment.wait_for_pair": lambda pair: act(_admin(pair), _in(pair, "accepted")),
    "enrollment.set_places": lambda pair: act(_admin(pair), _in(pair, "accepted", "guide"), 3),
}
