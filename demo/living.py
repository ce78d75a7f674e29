"""A pair that goes as it was drawn (`demo/life.py`), from the proposal to today, whatever its kind."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush

from demo.diary import Scene
from demo.duo import Duo
from demo.life import MEET, Life, Meeting
from demo.taking_part import Round
from relationships.models import Relationship, Session


class Living(Duo):
    """What the kinds do differently is in `start`, `meeting_held`, `beside` and `finish`."""

    def __init__(self, in_round: Round, pair: Relationship, number: int) -> None:
        super().__init__(in_round, pair, number)
        self.silent: list[Session] = []

    def start(self, life: Life) -> Scene:
        """From the second yes to working together."""
        raise NotImplementedError

    def meeting_held(self, at: int, meeting: Meeting) -> Scene:
        """One session that takes place, the number `at`."""
        raise NotImplementedError

    def beside(self, life: Life) -> list[Scene]:
        """What goes on between the sessions."""
        raise NotImplementedError

    def finish(self, life: Life) -> Scene:
        """How it ends or rests; nothing for a pair that goes on."""
        raise NotImplementedError

    def live(self, life: Life) -> Scene:
        """The whole of it. What lies after today does not happen yet."""
        if life.course == "asked":
            if self.number % 2:
                yield from self.stay_silent(life.begins + 1)
            return
        if life.course == "declined":
            yield from self.say_no(life.begins + 1)
            return
        if life.course == "silent":
            yield from self.stay_silent(life.begins + 1)
            yield self.diary.at(life.begins + 12, 12)
            self.run_out()
            return
        yield from self.say_yes(life.begins + 1)
        yield from self.start(life)
        if life.course in MEET:
            yield from together(self.meetings(life), self.unconfirmed(life), *self.beside(life))
            yield from self.finish(life)

    def meetings(self, life: Life) -> Scene:
        for at, meeting in enumerate(life.meetings):
            if meeting.fate == "held":
                yield from self.meeting_held(at, meeting)
                continue
            yield self.diary.at(meeting.day - meeting.ahead)
            session = self.plan(meeting.day)
            if meeting.fate == "called_off":
                yield session.starts_at - timedelta(hours=30)
                self.call_off(session, self.guide if self.number % 2 else self.learner)
            elif meeting.fate == "missed":
                yield session.ends_at
                self.miss(session, self.learner)
            else:
                self.silent.append(session)

    def unconfirmed(self, life: Life) -> Scene:
        """What nobody logged is left as "not confirmed" after a week."""
        for meeting in life.meetings:
            if meeting.fate == "silent":
                yield self.diary.at(meeting.day + 9, 12)
                self.leave_unconfirmed(self.silent.pop(0))

    def write_after(self, meeting: Meeting, own: str, shared: str) -> None:
        """What somebody writes down when it is over; an old promise may be kept by now."""
        if meeting.note:
            self.note(shared if meeting.note == "both" else own, by=self.learner, both=meeting.note == "both")
        if (meeting.day + self.number) % 3:
            self.tick_oldest()


def together(*scenes: Scene) -> Scene:
    """Several scenes of one pair as one, each step when its moment comes."""
    waiting: list[tuple[datetime, int, Scene]] = []
    for number, scene in enumerate(scenes):
        if (moment := next(scene, None)) is not None:
            heappush(waiting, (moment, number, scene))
    while waiting:
        moment, number, scene = heappop(waiting)
        yield moment
        if (following := next(scene, None)) is not None:
            heappush(waiting, (following, number, scene))
