"""A call of every verb of relationships (tests/audit/acts.py)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from people.models import User
from relationships.agreeing import Terms
from relationships.bringing import Running
from relationships.models import EndDateProposal, Plan, Relationship, StatusChange
from tests.audit.acts import Act, Acts, act
from tests.doors.payloads import WORD
from tests.make import (
    NOW,
    TODAY,
    make_action,
    make_agreement,
    make_enrollment,
    make_line,
    make_person,
    make_session,
)  # fmt: skip

AHEAD: dict[str, Any] = {
    "wall": datetime(2026, 12, 1, 15),  # noqa: DTZ001  (a wall clock)
    "zone": "Europe/Berlin", "minutes": 60, "form": "video", "link": f"https://{WORD}.example",
}  # fmt: skip
LOG: dict[str, Any] = {"day": TODAY - timedelta(days=1), "minutes": 45, "form": "video"}
TERMS = Terms(dict.fromkeys(("mission", "purpose", "how_we_work", "stays_between", "ending"), WORD), 21)


def at(pair: Relationship, status: str, **facts: Any) -> Relationship:
    """The pair, put into a status."""
    for name, value in {"status": status, **facts}.items():
        setattr(pair, name, value)
    pair.save()
    return pair


def _admin(pair: Relationship) -> User:
    return pair.program.admin_rows.get().person


def _behind(pair: Relationship, days: int = 1, **fields: Any) -> Any:
    return make_session(pair, starts_at=NOW - timedelta(days=days), **fields)


def _logged(pair: Relationship) -> Any:
    return _behind(pair, status="held", logged_by=pair.guide, logged_at=NOW)


def _suggested(pair: Relationship) -> Any:
    make_session(pair)
    return make_line(pair, status="suggested", author=pair.guide)


def _locked(pair: Relationship) -> Relationship:
    make_session(pair)
    return pair


def _second_line(pair: Relationship) -> Any:
    make_line(pair)
    return make_line(pair)


def _signed(pair: Relationship) -> Act:
    make_agreement(pair, signed=False)
    return act(pair.learner, pair, 2)


def _left(pair: Relationship) -> Relationship:
    pair.guide.is_active = False
    pair.guide.save()
    return pair


def _plan(pair: Relationship) -> Plan:
    make_line(pair, "plan")
    return Plan.objects.create(relationship=pair)


def _proposed_end(pair: Relationship) -> EndDateProposal:
    return EndDateProposal.objects.create(
        relationship=pair, ends_on=TODAY + timedelta(days=300), reason=WORD, proposed_by=pair.guide, proposed_at=NOW
    )


def _free_guide(pair: Relationship) -> User:
    person = make_person("Noa")
    make_enrollment(pair.program, person, "guide")
    return person


def _just_ended(pair: Relationship) -> Relationship:
    StatusChange.objects.create(relationship=pair, from_status="active", to_status="ended", by=_admin(pair), at=NOW)
    return at(pair, "ended", ended_on=TODAY)


def _newcomer(pair: Relationship) -> User:
    person = make_person()
    make_enrollment(pair.program, person, "learner")
    return person


MOVE = ("relationship.move",)
GO_ON = (*MOVE, "relationship.go_on")

SESSIONS: Acts = {
    "session.plan": lambda pair: act(pair.learner, pair, **AHEAD),
    "session.move": lambda pair: act(pair.guide, make_session(pair), revision=0, **AHEAD),
    "session.call_off": lambda pair: act(pair.guide, make_session(pair)),
    "session.hold": lambda pair: act(pair.learner, _behind(pair), **LOG),
    "session.log_unplanned": lambda pair: act(pair.learner, pair, zone="Europe/Berlin", **LOG),
    "session.confirm": lambda pair: act(pair.learner, _logged(pair)),
    "session.correct": lambda pair: act(pair.learner, _logged(pair), seen=NOW, **LOG),
    "session.miss": lambda pair: act(pair.learner, _behind(pair), why="could_not"),
    "session.mark_unconfirmed": lambda pair: act(None, _behind(pair, days=10)),
}
AGENDA: Acts = {
    "agenda.add": lambda pair: act(pair.learner, pair, "session", WORD),
    "agenda.suggest": lambda pair: act(pair.guide, pair, "session", WORD),
    "agenda.edit": lambda pair: act(pair.learner, make_line(pair), text=WORD, version=1),
    "agenda.remove": lambda pair: act(pair.learner, make_line(pair)),
    "agenda.restore": lambda pair: act(pair.learner, make_line(pair, removed_at=NOW)),
    "agenda.shift": lambda pair: act(pair.learner, _second_line(pair), -1),
    "agenda.accept": lambda pair: act(pair.learner, _suggested(pair)),
    "agenda.decline": lambda pair: act(pair.learner, _suggested(pair)),
    "agenda.put_off": lambda pair: act(pair.learner, _suggested(pair)),
    "agenda.finish": lambda pair: act(pair.learner, make_line(pair)),
    "agenda.lock": lambda pair: act(pair.learner, _locked(pair), "session"),
    "agenda.unlock": lambda pair: act(pair.learner, pair, "session"),
    "agenda.use_first_talk": lambda pair: act(pair.learner, pair),
    "action.add": lambda pair: act(pair.guide, pair, WORD, owner=pair.learner),
    "action.edit": lambda pair: act(
        pair.learner, make_action(pair), text=WORD, owner=pair.guide, by_day=TODAY, version=1
    ),
    "action.tick": lambda pair: act(pair.learner, make_action(pair)),
    "action.untick": lambda pair: act(pair.learner, make_action(pair, done_at=NOW)),
    "action.remove": lambda pair: act(pair.learner, make_action(pair)),
    "action.restore": lambda pair: act(pair.learner, make_action(pair, removed_at=NOW)),
}
MENTORING: Acts = {
    **SESSIONS,
    **AGENDA,
    "agreement.write": lambda pair: act(pair.learner, pair, TERMS, based_on=1),
    "agreement.narrow": lambda pair: act(pair.learner, pair, keep=["takes_place"]),
    "agreement.sign": _signed,
    "relationship.propose": lambda pair: act(_admin(pair), pair.program, pair.guide, _newcomer(pair), reasons=[WORD]),
    "relationship.bring_in": lambda pair: act(
        _admin(pair), pair.program, pair.guide, _newcomer(pair), Running(TODAY, last_met=TODAY)
    ),
    "relationship.say_yes": lambda pair: act(pair.learner, at(pair, "proposed", answer_by=TODAY), nobody=True),
    "relationship.say_no": lambda pair: act(pair.learner, at(pair, "proposed", answer_by=TODAY), nobody=True),
    "proposal.remind": lambda pair: act(_admin(pair), at(pair, "proposed", answer_by=TODAY)),
    "relationship.lapse": lambda pair: act(_admin(pair), at(pair, "proposed")),
    "relationship.move": lambda pair: act(pair.guide, pair, "redefining"),
    "relationship.rest": lambda pair: act(pair.guide, pair, until=TODAY + timedelta(days=1), inside=MOVE),
    "relationship.wake": lambda pair: act(None, at(pair, "resting", wakes_on=TODAY), inside=GO_ON),
    "relationship.go_on": lambda pair: act(pair.learner, at(pair, "redefining"), inside=MOVE),
    "relationship.end": lambda pair: act(pair.learner, pair, inside=MOVE),
    "relationship.end_for_leaver": lambda pair: act(_admin(pair), _left(pair)),
    "on_behalf.rest": lambda pair: act(_admin(pair), pair, WORD, seen="active", until=TODAY + timedelta(days=1)),
    "on_behalf.wake": lambda pair: act(_admin(pair), at(pair, "resting"), WORD, seen="resting"),
    "on_behalf.end": lambda pair: act(_admin(pair), pair, WORD, seen="active"),
    "on_behalf.hand_over": lambda pair: act(
        _admin(pair), pair, _free_guide(pair), WORD, seen="active", inside=("relationship.propose",)
    ),
    "on_behalf.take_back": lambda pair: act(_admin(pair), _just_ended(pair), at=NOW),
    "on_behalf.forget_reminder": lambda pair: act(
        _admin(pair), at(pair, "active", reminded_at=NOW), before=None, at=NOW
    ),
    "on_behalf.remind": lambda pair: act(_admin(pair), pair, WORD),
    "on_behalf.ask_for_address": lambda pair: act(
        _admin(pair), pair, "learner", f"{WORD}@example.org", WORD, inside=("person.ask_for_address",)
    ),
    "relationship.end_for_erased": lambda pair: act(None, _left(pair)),
    "relationship.close": lambda pair: act(pair.learner, at(pair, "redefining"), inside=MOVE),
    "relationship.look_back": lambda pair: act(pair.learner, at(pair, "redefining"), helped=WORD, keeps_going=WORD),
    "relationship.thank": lambda pair: act(pair.learner, at(pair, "closed", ended_on=TODAY), WORD),
    "relationship.say_why": lambda pair: act(pair.learner, at(pair, "closed", ended_on=TODAY), WORD, nobody=True),
}
COACHING: Acts = {
    "agenda.write_first_line": lambda pair: act(pair.learner, pair, WORD),
    "plan.accept": lambda pair: act(pair.learner, _plan(pair), 1),
    "end_date.propose": lambda pair: act(pair.guide, pair, TODAY + timedelta(days=300), WORD),
    "on_behalf.propose_end_date": lambda pair: act(_admin(pair), pair, TODAY + timedelta(days=300), WORD),
    "end_date.answer": lambda pair: act(pair.learner, _proposed_end(pair), yes=True),
    "relationship.come_to_end": lambda pair: act(
        None, at(pair, "active", ends_on=TODAY - timedelta(days=1)), inside=MOVE
    ),
}
