"""What becomes of each pair of the mentoring program: one method is one way to go. No end date, nothing counted."""

from __future__ import annotations

from datetime import timedelta

from demo.diary import Scene
from demo.life import Life, Meeting
from demo.living import Living
from demo.mentoring_words import Path
from demo.taking_part import Round
from goals import aiming
from goals.models import MentoringIntent
from people import profiles
from people.models import User
from relationships import agendas, endings
from relationships.models import Relationship
from surveys import helping, rounds
from surveys.instruments import TRUST
from surveys.models import Round as CheckIn

SAID_YES = -57


class Mentoring(Living):
    def __init__(self, in_round: Round, pair: Relationship, number: int, path: Path) -> None:
        super().__init__(in_round, pair, number)
        self.path = path

    # --- Steps -------------------------------------------------------------------------------------------------------

    def agree(self, day: int, shows: tuple[str, ...] = ()) -> Scene:
        """The mentee writes it down from the own answers; both sign. The second signature makes it active."""
        yield self.diary.at(day, 10)
        self.write_terms(self.learner, shows=shows)
        self.sign(self.learner)
        yield self.diary.at(day + 2, 12)
        self.sign(self.guide)

    def begin(self, day: int = SAID_YES, shows: tuple[str, ...] = ()) -> Scene:
        yield from self.say_yes(day)
        yield from self.agree(day + 5, shows)

    def talk(self, at: int, days: int) -> Scene:
        """The conversation number `at` of the path."""
        path = self.path
        yield from self.meet(days, path.lines[at % len(path.lines)], action=path.steps[at % len(path.steps)])
        if at == 0:
            self.note(path.note, by=self.learner)
            self.note(path.shared_note, by=self.learner, both=True)
        else:
            self.tick_oldest()

    def aim(self, day: int) -> Scene:
        """Written by the mentee, agreed by the mentor."""
        yield self.diary.at(day, 18)
        self.write_aim()
        yield self.diary.at(day + 2, 8)
        self.agree_to_aim()

    def write_aim(self) -> None:
        path = self.path
        aiming.write(
            self.pair, path.aim, horizons=list(path.horizons), how=list(path.ways), by=self.learner, now=self.now
        )

    def agree_to_aim(self) -> None:
        intent = self._intent()
        intent.agree(intent.newest.number, by=self.guide, now=self.now)

    def _intent(self) -> MentoringIntent:
        newest: MentoringIntent = MentoringIntent.objects.for_relationship(self.pair).for_page().latest("created_at")
        return newest

    def check_in(self, *, by: User, after_days: int, alike: bool = True, level: int = 4) -> None:
        """The answers of one half to the round that is open now, if there is one."""
        asked = CheckIn.objects.for_relationship(self.pair).order_by("-number").first()
        if asked is None or not asked.opens_on <= self.now.date() <= asked.closes_on:
            return
        rounds.answer(asked, answers(level), by=by, now=self.now + timedelta(minutes=after_days), show_alike=alike)

    def answer_check_in(self, first_talk: int, *, both: bool = True, alike: bool = True) -> Scene:
        """Thirty days after the first conversation both are asked."""
        yield self.diary.at(first_talk + 32, 12, self.number)
        self.check_in(by=self.learner, after_days=1, alike=alike)
        if both:
            yield self.diary.at(first_talk + 34, 15, self.number)
            self.check_in(by=self.guide, after_days=2, alike=alike)

    # --- A life that was drawn ---------------------------------------------------------------------------------------

    def start(self, life: Life) -> Scene:
        """The agreement; the mentor does not sign where it stays unsigned."""
        if life.course == "unsigned":
            yield from self.agreement_unsigned(life.begins + 5)
            return
        yield from self.agree(life.begins + 5)

    def meeting_held(self, at: int, meeting: Meeting) -> Scene:
        path = self.path
        lines = path.lines[at % len(path.lines)][: meeting.lines]
        action = path.steps[at % len(path.steps)] if meeting.acts else ""
        yield from self.meet(meeting.day, lines, action=action, ahead=meeting.ahead)
        self.write_after(meeting, path.note, path.shared_note)

    def beside(self, life: Life) -> list[Scene]:
        found = [self.check_ins(life)] if life.checks_in else []
        return [*found, self.aim(life.meetings[0].day + 4)] if life.aims else found

    def check_ins(self, life: Life) -> Scene:
        """Asked 30 and 90 days after the first conversation that took place, then every 180; mostly answered."""
        held = [meeting.day for meeting in life.meetings if meeting.fate == "held" and meeting.day < 0]
        days = (30, *range(90, (life.over or 0) - held[0], 180)) if held else ()
        for nth, after in enumerate(days):
            day = held[0] + after
            yield self.diary.at(day + 3, 12, self.number)
            self.check_in(by=self.learner, after_days=0, level=life.feels, alike=self.number % 2 == 0)
            if (nth + self.number) % 3:
                yield self.diary.at(day + 5, 15, self.number)
                self.check_in(by=self.guide, after_days=0, level=4, alike=self.number % 2 == 0)

    def finish(self, life: Life) -> Scene:
        if life.course == "resting":
            yield self.diary.at(min(-1, life.meetings[-1].day + 4), 16)
            self.rest(self.learner, self.diary.workday(20 + self.number))
        if life.over is None:
            return
        yield self.diary.at(life.over - 2, 9)
        if life.course == "ended":
            self.end(self.guide if self.number % 2 else self.learner)
        else:
            self.move("redefining", self.guide)
            yield self.diary.at(life.over, 9)
            self.close(self.learner)
            self.thank("You asked the one question that helped. Thank you.", self.learner)
        self.stop_looking()

    # --- Ways to go --------------------------------------------------------------------------------------------------

    def talk_tomorrow(self) -> Scene:
        """Well under way; an aim changed, a suggestion waits, the next talk is tomorrow."""
        yield from self.begin()
        yield from self.talk(0, -45)
        yield from self.aim(-40)
        yield from self.talk(1, -20)
        yield from self.answer_check_in(-46)
        yield self.diary.at(-6, 19)
        self.plan(1, hour=15, exactly=True)
        yield self.diary.at(-4, 15)
        self.prepare(self.path.lines[2][:1])
        intent = self._intent()
        ways = [*self.path.ways[:2], "Shadow Leo for one day in New York"]
        intent.suggest_change(
            intent.version, "Lead a supply team of my own, and know what I give up for it.",
            horizons=["next_role"], how=ways, by=self.learner, now=self.now,
        )  # fmt: skip
        yield self.diary.at(-2, 20)
        agendas.suggest(self.pair, "session", self.path.suggestion, by=self.guide, now=self.now)
        self.promise("Send Amara the notes on the first hundred days", 3, owner=self.guide)

    def takes_part_openly(self) -> Scene:
        """The mentee lets the line manager know that it takes place."""
        yield from self.begin(shows=("takes_place",))
        yield from self.talk(0, -44)
        yield from self.aim(-41)
        yield from self.talk(1, -16)
        yield from self.answer_check_in(-44, both=False)
        yield self.diary.at(-5)
        self.plan(10)

    def under_way(self) -> Scene:
        yield from self.begin()
        yield from self.talk(0, -43 + self.number % 4)
        yield from self.aim(-36)
        yield from self.talk(1, -16 + self.number % 5)
        yield from self.answer_check_in(-43 + self.number % 4, alike=self.number % 2 == 0)
        if self.number % 3:
            yield self.diary.at(-4)
            self.plan(9 + self.number % 6)

    def check_in_open(self) -> Scene:
        """Began later: the first check-in is open, and only the mentor has answered."""
        yield from self.begin(-51)
        yield from self.talk(0, -36)
        yield from self.talk(1, -8)
        yield self.diary.at(-4, 14)
        self.check_in(by=self.guide, after_days=1)
        self.plan(18)

    def without_aims(self) -> Scene:
        """No aims, nothing written: fine. The last talk waits to be confirmed."""
        yield from self.begin()
        yield from self.meet(-42, ())
        yield from self.meet(-15, ())
        yield self.diary.at(-8, 10)
        self.plan(-2)

    def agreement_waits(self, day: int = -30) -> Scene:
        """The mentee signed weeks ago; the mentor has not."""
        yield from self.say_yes(day)
        yield from self.agreement_unsigned(day + 3)

    def agreement_unsigned(self, day: int) -> Scene:
        yield self.diary.at(day, 10)
        self.write_terms(self.learner)
        self.sign(self.learner)

    def just_agreed(self) -> Scene:
        """Both said yes a few days ago; the agreement is being written, a first talk is planned."""
        yield from self.say_yes(-8)
        yield self.diary.at(-4, 11)
        self.plan(3)
        self.prepare((), "")
        agendas.use_first_talk(self.pair, by=self.learner, now=self.now)

    def nothing_planned(self) -> Scene:
        yield from self.begin(-30)

    def quiet(self) -> Scene:
        """One good talk, then silence beyond the rhythm."""
        yield from self.begin()
        yield from self.talk(0, -48)

    def resting(self) -> Scene:
        yield from self.begin()
        yield from self.talk(0, -44)
        yield self.diary.at(-14, 16)
        self.pair.rest(by=self.learner, now=self.now, until=self.diary.workday(30))

    def looking_afresh(self) -> Scene:
        yield from self.begin()
        yield from self.talk(0, -45)
        yield from self.aim(-40)
        yield from self.talk(1, -18)
        yield self.diary.at(-6, 9)
        self.pair.move("redefining", by=self.learner, now=self.now)

    def closed(self) -> Scene:
        yield from self.begin()
        yield from self.talk(0, -44)
        yield from self.talk(1, -23)
        yield self.diary.at(-17, 10)
        self.pair.move("redefining", by=self.guide, now=self.now)
        yield self.diary.at(-12, 10)
        self.pair.close(by=self.learner, now=self.now)
        endings.thank(self.pair, "You asked the one question that helped. Thank you.", by=self.learner, now=self.now)
        self.round.withdraw(self.learner)

    def ended(self) -> Scene:
        yield from self.begin()
        yield from self.talk(0, -43)
        yield self.diary.at(-21, 10)
        self.pair.end(by=self.guide, now=self.now)
        self.round.withdraw(self.learner)

    def wants_help(self) -> Scene:
        """Under way, and the mentee would like to talk with the help contact."""
        yield from self.begin()
        yield from self.talk(0, -42)
        yield from self.talk(1, -14)
        yield self.diary.at(-3, 17)
        helping.ask(
            self.pair,
            "I would like to think aloud about whether to go on. Mornings are good.",
            by=self.learner,
            now=self.now,
        )
        self.plan(12)

    def mentor_leaves(self) -> Scene:
        """The mentor leaves the organization; the pair is still open."""
        yield from self.begin()
        yield from self.talk(0, -44)
        yield from self.talk(1, -19)
        yield self.diary.at(-5, 15)
        sam = self.round.org["sam.whitlock"]
        profiles.leave(self.guide, by=sam, now=self.now, on=self.diary.day(-5))


def answers(level: int) -> dict[str, int | None]:
    """Each sentence of the check-in answered with this level, every other one with one more."""
    return {item.key: min(5, level + at % 2) for at, item in enumerate(TRUST.items)}
