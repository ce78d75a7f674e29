"""The steps of any pair as rows: what each verb of `demo/duo.py` leaves behind, its row of the audit included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from demo.bulk.rows import Ledger, Row
from demo.diary import Scene
from demo.living import Living
from demo.taking_part import Round as InRound
from notes.models import PrivateNote, SharedNote
from nudges.kinds.entry import AT_ONCE, offset_name
from nudges.kinds.sessions import NEWS
from nudges.letters import message_id_of
from nudges.models import Category, Nudge, State
from nudges.walltime import local_day, morning_of
from people.models import User
from programs.models import Enrollment, Program
from relationships import kinds
from relationships.agreeing import TEXTS
from relationships.models import (
    ActionItem,
    AgendaItem,
    Agreement,
    ProposalAnswer,
    Relationship,
    Session,
    SessionLog,
    Signature,
    StatusChange,
    Thanks,
)
from relationships.proposing import ANSWER_DAYS, dates
from relationships.rules import day_of_both
from relationships.scheduling import moment
from surveys.models import Answer


@dataclass
class Place:
    """What a pair is made of: who, where, and the enrollment rows that it may change."""

    program: Program
    guide: User
    learner: User
    number: int
    enrollment: Row
    answers: tuple[str, str]


class InBulk(Living):
    """Stands before a kind of pair in the order of bases and takes the place of its verbs."""

    def __init__(self, in_round: InRound, place: Place, number: int, words: Any) -> None:
        pair = Relationship(guide=place.guide, learner=place.learner)
        super().__init__(in_round, pair, number, words)  # type: ignore[call-arg]
        self.place_of = place

    def propose(self, ledger: Ledger, admin: UUID) -> None:
        """The proposal, made by whoever runs the program."""
        place = self.place_of
        self.ledger, self._rows = ledger, list[tuple[type[models.Model], Row]]()
        self.kind = kinds.of(place.program.kind)
        self.sessions: dict[UUID, Row] = {}
        self.lines: list[Row] = []
        self.promises: list[Row] = []
        self.agreement: Row = {}
        self.rounds: list[Row] = []
        self.last_position = -1
        self.changed_at = self.now
        now = self.now
        today = day_of_both(now, self.guide, self.learner)
        self.row = self.new(
            Relationship, program_id=place.program.pk, kind=place.program.kind, guide_id=self.guide.pk,
            learner_id=self.learner.pk, status="proposed", place=place.number, proposed_at=now,
            answer_by=today + timedelta(days=ANSWER_DAYS), cadence_days=place.program.cadence_days,
            **dates(place.program, today),
        )  # fmt: skip
        self.new(StatusChange, relationship_id=self.row["id"], to_status="proposed", by_id=admin, at=now)
        self.audit("relationship.propose", Relationship, self.row, admin)

    def play(self, scene: Scene) -> None:
        """Step by step until today; what was written goes into the ledger."""
        for at in scene:
            if at >= self.diary.end:
                break
            self.diary.now = max(at, self.diary.now)
        self.wrap_up()
        self.tell_of_sessions()
        for model, row in self._rows:
            self.ledger.add(model, row)

    def wrap_up(self) -> None:
        """What the clock did beside the scene; a kind may know of something."""

    def new(self, model: type[models.Model], **fields: Any) -> Row:
        row = {"id": self.ledger.keys.at(self.now), **fields}
        self._rows.append((model, row))
        return row

    def audit(self, verb: str, model: type[models.Model], row: Row, by: UUID | None) -> None:
        # The verbs find no program behind an answer of a check-in.
        program = None if model is Answer else self.place_of.program.pk
        self.ledger.note(verb, (model, row["id"]), by, self.now, program)

    def _change(self, to: str, by: UUID | None, **facts: Any) -> None:
        old, self.changed_at = self.row["status"], self.now
        if to not in self.kind.OPEN:
            facts["ended_on"] = day_of_both(self.now, self.guide, self.learner)
        self.row.update(status=to, **facts)
        self.new(StatusChange, relationship_id=self.row["id"], from_status=old, to_status=to, by_id=by, at=self.now)

    def _on_pair(self, verb: str, by: UUID | None) -> None:
        self.audit(verb, Relationship, self.row, by)

    # --- Saying yes, agreeing ----------------------------------------------------------------------------------------

    def yes(self, by: User) -> None:
        self._answer(by, yes=True)
        if sum(model is ProposalAnswer for model, _row in self._rows) == len((self.guide, self.learner)):
            today = day_of_both(self.now, self.guide, self.learner)
            self._change(self.kind.AFTER_YES, None, **({} if self.kind.HAS_END_DATE else {"starts_on": today}))
        self._on_pair("relationship.say_yes", None)

    def no(self, by: User) -> None:
        self._answer(by, yes=False)
        self._change("lapsed", None)
        self._on_pair("relationship.say_no", None)

    def _answer(self, by: User, *, yes: bool) -> None:
        self.new(ProposalAnswer, relationship_id=self.row["id"], person_id=by.pk, yes=yes, at=self.now)

    def run_out(self) -> None:
        self._change("lapsed", None)
        self._on_pair("relationship.lapse", None)

    def write_terms(self, by: User, **changes: object) -> None:
        texts = {name: str(text) for name, text in self.kind.AGREEMENT_TEXTS.items()}
        if self.kind.DRAFT_FROM_ANSWERS and by is self.learner:
            texts["purpose"] = "\n\n".join(self.place_of.answers)
        texts |= {name: str(changes[name]) for name in TEXTS if name in changes}
        self.agreement = self.new(
            Agreement, relationship_id=self.row["id"], version=1, written_by_id=by.pk, written_at=self.now,
            cadence_days=self.row["cadence_days"], **{name: texts.get(name, "") for name in TEXTS},
        )  # fmt: skip
        self.signed: set[UUID] = set()
        self.audit("agreement.write", Agreement, self.agreement, by.pk)

    def sign(self, by: User) -> None:
        self.new(Signature, agreement_id=self.agreement["id"], person_id=by.pk, at=self.now)
        self.signed.add(by.pk)
        if self.signed == {self.guide.pk, self.learner.pk}:
            self.agreement["in_force_at"] = self.now
            self.move(self.kind.START[self.row["status"]], by)
        self.audit("agreement.sign", Agreement, self.agreement, by.pk)

    def move(self, to: str, by: User, **facts: Any) -> None:
        self._change(to, by.pk, **facts)
        self._on_pair("relationship.move", by.pk)

    def rest(self, by: User, until: date) -> None:
        self.move(self.kind.RESTING, by, wakes_on=until)
        self._on_pair("relationship.rest", by.pk)

    def end(self, by: User) -> None:
        self.move(self.kind.ENDED_BY_ONE, by, ended_by_id=by.pk)
        self._on_pair("relationship.end", by.pk)

    def close(self, by: User) -> None:
        self.move("closed", by, ended_by_id=by.pk)
        self._on_pair("relationship.close", by.pk)

    def thank(self, text: str, by: User) -> None:
        thanks = self.new(Thanks, relationship_id=self.row["id"], author_id=by.pk, text=text, at=self.now)
        self.audit("relationship.thank", Thanks, thanks, by.pk)

    def stop_looking(self) -> None:
        self.place_of.enrollment["status"] = Enrollment.Status.WITHDRAWN.value
        self.audit("enrollment.withdraw", Enrollment, self.place_of.enrollment, self.learner.pk)

    # --- Meeting -----------------------------------------------------------------------------------------------------

    def put_down(self, wall: datetime, zone: str, minutes: int, form: str, link: str) -> Session:
        by, starts_at = self.half(self.planner), moment(wall, zone)
        row = self.new(
            Session, relationship_id=self.row["id"], status="planned", starts_at=starts_at, zone=zone, minutes=minutes,
            form=form, link=link, planned_by_id=by.pk, planned_at=self.now,
        )  # fmt: skip
        self.sessions[row["id"]] = row
        self.audit("session.plan", Session, row, by.pk)
        return Session(**row)

    def prepare(self, lines: Sequence[str], first_line: str = "") -> None:
        owner = self.half(self.kind.LAYER_OWNER["session"])
        for text in lines:
            self.last_position += 1
            line = self._line("session", text, owner, position=self.last_position)
            self.lines.append(line)
            self.audit("agenda.add", AgendaItem, line, owner.pk)
        if first_line:
            self.first_line(first_line)

    def first_line(self, text: str) -> None:
        line = self._line("session", text, self.learner, is_first_line=True)
        self.last_position = max(self.last_position, 0)
        self.lines.append(line)
        self.audit("agenda.write_first_line", AgendaItem, line, self.learner.pk)

    def _line(self, layer: str, text: str, by: User, **facts: Any) -> Row:
        return self.new(
            AgendaItem, relationship_id=self.row["id"], layer=layer, text=text, author_id=by.pk, created_at=self.now,
            status="on", version=1, **facts,
        )  # fmt: skip

    def log(self, session: Session) -> None:
        by, row = self.half(self.kind.LAYER_OWNER["session"]), self.sessions[session.pk]
        row.update(status="held", starts_at=min(row["starts_at"], self.now), logged_by_id=by.pk, logged_at=self.now)
        talked = [line for line in self.lines if not line.get("is_first_line")][: self.gets_through]
        first = [line for line in self.lines if line.get("is_first_line")]
        for line in [*talked, *first]:
            line.update(status="done", session_id=row["id"], version=line["version"] + 1)
            self.lines.remove(line)
        self.audit("session.hold", Session, row, by.pk)

    def confirm(self, session: Session) -> None:
        row = self.sessions[session.pk]
        if self.number % 4:
            by = self.learner if row["logged_by_id"] == self.guide.pk else self.guide
            row.update(confirmed_by_id=by.pk, confirmed_at=self.now)
            self.audit("session.confirm", Session, row, by.pk)

    def miss(self, session: Session, by: User) -> None:
        row = self.sessions[session.pk]
        row.update(status="missed", logged_by_id=by.pk, logged_at=self.now)
        self.new(SessionLog, session_id=row["id"], what_happened=SessionLog.Why.COULD_NOT_COME.value)
        self.audit("session.miss", Session, row, by.pk)

    def call_off(self, session: Session, by: User) -> None:
        row = self.sessions[session.pk]
        row.update(status="cancelled", cancelled_by_id=by.pk, cancelled_at=self.now, revision=1)
        self.audit("session.call_off", Session, row, by.pk)

    def leave_unconfirmed(self, session: Session) -> None:
        row = self.sessions[session.pk]
        row["status"] = "unknown"
        self.audit("session.mark_unconfirmed", Session, row, None)

    def promise(self, text: str, day: int, *, owner: User | None = None, done: bool = False) -> None:
        row = self.new(
            ActionItem, relationship_id=self.row["id"], text=text, owner_id=(owner or self.learner).pk,
            by_day=self.diary.workday(day), author_id=self.learner.pk, created_at=self.now,
        )  # fmt: skip
        self.promises.append(row)
        self.audit("action.add", ActionItem, row, self.learner.pk)

    def tick_oldest(self) -> None:
        if self.promises:
            row = self.promises.pop(0)
            row["done_at"] = self.now
            self.audit("action.tick", ActionItem, row, row["owner_id"])

    def note(self, text: str, *, by: User, both: bool = False) -> None:
        table = SharedNote if both else PrivateNote
        row = self.new(table, relationship_id=self.row["id"], author_id=by.pk, text=text, written_at=self.now)
        self.audit("note.write", table, row, by.pk if both else None)

    # --- Mails that went out -----------------------------------------------------------------------------------------

    def tell_of_sessions(self) -> None:
        """What was mailed about each session that lies behind: planned, and tomorrow."""
        for row in self.sessions.values():
            if row["status"] == "cancelled" or row["starts_at"] >= self.diary.end:
                continue
            for person in (self.learner, self.guide):
                planned_at, starts_at = row["planned_at"], row["starts_at"]
                self._told("session-planned", AT_ONCE, row, person, planned_at, min(starts_at, planned_at + NEWS))
                eve = morning_of(local_day(starts_at, person) - timedelta(days=1), person)
                if planned_at < eve:
                    self._told("session-tomorrow", offset_name(-1), row, person, eve, starts_at)

    def _told(self, kind: str, offset: str, row: Row, person: User, at: datetime, until: datetime) -> None:
        key = f"{kind}:{row['id']}:{person.pk}:{offset}:r0"
        self.ledger.add(Nudge, {
            "id": self.ledger.keys.at(at), "recipient_id": person.pk, "relationship_id": self.row["id"], "kind": kind,
            "category": Category.TRANSACTIONAL.value, "fact": row["id"], "offset": offset, "revision": "0", "key": key,
            "due_at": at, "stale_after": until, "state": State.SENT.value, "noticed_at": at, "sent_at": at,
            "message_id": message_id_of(key), "attempts": 1,
        })  # fmt: skip
