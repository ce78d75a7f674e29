"""What becomes of each pair of the coaching program: one method is one way to go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from demo.coaching_words import Theme
from demo.diary import Scene
from demo.life import Life, Meeting
from demo.living import Living
from demo.taking_part import Round
from goals import proposing, reviewing
from goals.models import CoachingGoal
from people.models import User
from relationships import agendas, endings, holding, scheduling
from relationships.models import AgendaItem, EndDateProposal, Plan, Relationship

SHOWS = ("takes_place", "sessions", "end_date", "goals")
SAID_YES = -58


class Coaching(Living):
    planner: ClassVar[str] = "guide"

    def __init__(self, in_round: Round, pair: Relationship, number: int, theme: Theme) -> None:
        super().__init__(in_round, pair, number)
        self.theme = theme

    @property
    def goal(self) -> CoachingGoal:
        newest: CoachingGoal = CoachingGoal.objects.for_relationship(self.pair).for_page().latest("proposed_at")
        return newest

    # --- Steps -------------------------------------------------------------------------------------------------------

    def contract(self, day: int, sponsor: User | None = None) -> Scene:
        """The coach writes, the coachee ticks what a sponsor sees, all sign."""
        yield self.diary.at(day, 9, 30)
        self.write_terms(self.guide, mission=self.theme.mission)
        yield self.diary.at(day + 1, 12)
        if sponsor is not None:
            self.write_terms(self.learner, shows=SHOWS, sponsor=sponsor)
        self.sign(self.learner)
        yield self.diary.at(day + 2, 8)
        self.sign(self.guide)
        if sponsor is not None:
            yield self.diary.at(day + 3, 15)
            self.sign(sponsor)
            self.pair.move("assessing", by=self.guide, now=self.now)

    def assess(self, day: int, *, due: int = 110) -> Scene:
        """Goal, plan, first value, own words; then it is active."""
        yield self.diary.at(day, 10)
        self.propose_goal(due)
        self.write_plan(day)
        yield self.diary.at(day + 1, 11)
        self.accept_goal()
        self.accept_plan()
        yield self.diary.at(day + 2, 9)
        self.move("active", self.guide)

    def accept_goal(self) -> None:
        self.goal.write_own_words(self.theme.own_words, by=self.learner, now=self.now)
        self.goal.accept(by=self.learner, now=self.now)

    def propose_goal(self, due: int, *, with_first: bool = True) -> None:
        theme = self.theme
        proposing.propose(
            self.pair, self.terms(due), first=theme.first if with_first else None, by=self.guide, now=self.now
        )

    def terms(self, due: int) -> proposing.Terms:
        theme = self.theme
        return proposing.Terms(
            title=theme.goal, amount=theme.target, due_on=self.diary.workday(due), unit=theme.unit,
            direction=theme.direction, source=theme.source, cadence_days=14,
        )  # fmt: skip

    def write_plan(self, day: int) -> None:
        for number, step in enumerate(self.theme.plan):
            self.plan_step(step, self.diary.workday(day + 21 + number * 35))

    def plan_step(self, step: str, on: date) -> None:
        agendas.add(self.pair, "plan", step, on_day=on, by=self.guide, now=self.now)

    def accept_plan(self) -> None:
        plan = Plan.objects.get(relationship=self.pair)
        plan.accept(plan.version, by=self.learner, now=self.now)

    def value(self, days: int, share: float, source: str = "system") -> Scene:
        """A value that stands so far along the way from the first one to the target."""
        yield self.diary.at(days, 7, 30 + self.number)
        self.enter(self.theme.value_at(share), self.diary.day(days), source)

    def enter(self, value: Decimal, on: date, source: str) -> None:
        metric = self.goal.measure
        if metric is not None:
            metric.enter_value(value, on, source=source, by=self.learner, now=self.now)

    def say_reached(self) -> None:
        self.goal.claim_reached(by=self.learner, now=self.now)

    def confirm_reached(self) -> None:
        self.goal.confirm_reached(by=self.guide, now=self.now)

    def session(self, at: int, days: int) -> Scene:
        """The session number `at` of the theme."""
        theme = self.theme
        action = theme.actions[at % len(theme.actions)]
        yield from self.meet(
            days, theme.lines[at % len(theme.lines)], first_line=theme.first_lines[at % len(theme.first_lines)],
            action=action,
        )  # fmt: skip
        if at == 0:
            self.note(theme.note, by=self.guide)
            agendas.add(self.pair, "content", theme.takeaway, by=self.learner, now=self.now)
        else:
            self.tick_oldest()

    def finish_first_step(self) -> None:
        """The first step of the plan is done."""
        steps = AgendaItem.objects.standing().filter(relationship=self.pair, layer="plan")
        agendas.finish(steps[0], by=self.guide, now=self.now)

    def review(self, days: int) -> Scene:
        yield self.diary.at(days, 15, 30)
        what_next = "Keep the goal, and look at it again in four weeks."
        reviewing.hold(self.pair, what_helped=self.theme.helped, what_next=what_next, by=self.guide, now=self.now)

    def begin(self, *, sponsor: User | None = None, due: int = 110) -> Scene:
        """From the proposal to working together."""
        yield from self.say_yes(SAID_YES)
        yield from self.contract(SAID_YES + 4, sponsor)
        yield from self.assess(SAID_YES + 8, due=due)

    def work(self, *days: int) -> Scene:
        for at, day in enumerate(days):
            yield from self.session(at, day)
        self.finish_first_step()

    # --- A life that was drawn ---------------------------------------------------------------------------------------

    def start(self, life: Life) -> Scene:
        """Contract and starting point; the coach does not sign where it stays unsigned."""
        day = life.begins + 4
        if life.course == "unsigned":
            yield self.diary.at(day, 9, 30)
            self.write_terms(self.guide, mission=self.theme.mission)
            yield self.diary.at(day + 1, 12)
            self.sign(self.learner)
            return
        yield from self.contract(day)
        if life.course != "not_begun":
            yield from self.assess(day + 4, due=life.goal_by)

    def meeting_held(self, at: int, meeting: Meeting) -> Scene:
        theme = self.theme
        first_line = theme.first_lines[at % len(theme.first_lines)] if meeting.lines else ""
        lines = theme.lines[at % len(theme.lines)][: meeting.lines]
        action = theme.actions[at % len(theme.actions)] if meeting.acts else ""
        yield from self.meet(meeting.day, lines, first_line=first_line, action=action, ahead=meeting.ahead)
        self.write_after(meeting, theme.note, theme.helped)

    def beside(self, life: Life) -> list[Scene]:
        return [self.values(life)]

    def values(self, life: Life) -> Scene:
        """Every 14 days, now and then left out, on the way to the target."""
        first, last = life.begins + 28, life.meetings[-1].day if life.over is None else life.over - 3
        days = [day for day in range(first, last, 14) if (day + self.number) % 5]
        for nth, day in enumerate(days, start=1):
            wave = ((day * 7 + self.number) % 9 - 4) / 40
            yield from self.value(day, min(1.1, nth / (len(days) + 1) * (0.7 + self.number % 5 / 10) + wave))

    def finish(self, life: Life) -> Scene:
        if life.course == "resting":
            yield self.diary.at(min(-1, life.meetings[-1].day + 4), 14)
            self.rest(self.learner, self.diary.workday(20 + self.number))
        if life.over is None:
            return
        yield self.diary.at(life.over - 2, 9)
        if life.course == "ended":
            self.end(self.learner)
        else:
            self.say_reached()
            yield self.diary.at(life.over - 1, 9)
            self.confirm_reached()
            self.move("closing", self.guide)
            yield self.diary.at(life.over, 9)
            self.close(self.learner)
            self.thank("Thank you for asking instead of telling.", self.learner)
        self.stop_looking()

    # --- Ways to go --------------------------------------------------------------------------------------------------

    def value_is_due(self, sponsor: User) -> Scene:
        """On track, three sessions in; the value of this week is missing."""
        yield from self.begin(sponsor=sponsor)
        yield self.diary.at(-46)
        self.goal.release(by=self.learner, now=self.now)
        self.note("Agreed with Ruth: she sees that it goes well, not what we talk about.", by=self.learner)
        yield from self.session(0, -40)
        yield from self.value(-34, 0.12)
        yield from self.session(1, -25)
        self.finish_first_step()
        yield from self.review(-22)
        yield from self.value(-17, 0.3)
        yield from self.session(2, -6)
        yield self.diary.at(-4, 10)
        self.plan(4, hour=10)
        agendas.suggest(self.pair, "session", self.theme.suggestion, by=self.learner, now=self.now)
        self.note("First call with Porto: calm, and they named a day.", by=self.learner, both=True)

    def behind(self) -> Scene:
        """Two values in a row below what was expected."""
        yield from self.begin(due=30)
        yield from self.session(0, -38)
        yield from self.value(-33, 0.02, "measured")
        yield from self.session(1, -19)
        yield from self.value(-17, 0.05, "measured")
        yield from self.value(-3, 0.2, "measured")
        yield self.diary.at(-2, 9)
        self.plan(6)

    def on_track(self, sponsor: User | None = None) -> Scene:
        yield from self.begin(sponsor=sponsor)
        yield from self.session(0, -41)
        if sponsor is not None:
            self.goal.release(by=self.learner, now=self.now)
        yield from self.value(-34, 0.1)
        yield from self.review(-27)
        yield from self.session(1, -21)
        self.finish_first_step()
        yield from self.value(-19, 0.22, "measured")
        yield from self.value(-5, 0.34)
        yield self.diary.at(-3, 13)
        self.plan(2 + self.number % 5)
        self.prepare(self.theme.lines[2][:1])

    def to_confirm(self) -> Scene:
        """The coachee says that the goal is reached; the coach has not confirmed it."""
        yield from self.begin(due=60)
        yield from self.session(0, -41)
        yield from self.value(-35, 0.4)
        yield from self.session(1, -22)
        self.finish_first_step()
        yield from self.value(-20, 0.8, "seen")
        yield from self.value(-4, 1.02)
        yield self.diary.at(-3, 16)
        self.say_reached()
        self.plan(8)

    def signature_missing(self, days: int = -29) -> Scene:
        """The coachee signed, the coach has not."""
        yield from self.say_yes(days)
        yield self.diary.at(days + 3, 9)
        self.write_terms(self.guide, mission=self.theme.mission)
        yield self.diary.at(days + 5, 18)
        self.sign(self.learner)

    def plan_waits(self) -> Scene:
        """In the middle of the starting point: goal and plan wait for the coachee's yes."""
        yield from self.say_yes(-29)
        yield from self.contract(-24)
        yield from self.session(0, -9)
        yield self.diary.at(-6, 10)
        self.propose_goal(90, with_first=False)
        self.write_plan(-6)

    def paused(self) -> Scene:
        yield from self.begin()
        yield from self.session(0, -40)
        yield from self.value(-33, 0.1)
        yield self.diary.at(-20, 14)
        self.pair.rest(by=self.learner, now=self.now, until=self.diary.workday(24))

    def target_waits(self) -> Scene:
        """The coach proposes another target; until the coachee accepts, the old one counts."""
        yield from self.begin()
        yield from self.work(-42, -20)
        yield from self.value(-18, 0.35)
        yield from self.value(-4, 0.45)
        yield self.diary.at(-2, 11)
        theme, metric = self.theme, self.goal.measure
        if metric is not None:
            further = theme.target + (theme.target - theme.first) / 4
            metric.change_target(further, self.diary.workday(100), by=self.guide, now=self.now)
        self.plan(9)

    def new_end_waits(self) -> Scene:
        yield from self.begin()
        yield from self.work(-39, -18)
        yield from self.value(-16, 0.2)
        yield self.diary.at(-3, 12)
        reason = "Two sessions fell into the inventory weeks."
        endings.propose_end_date(self.pair, self.diary.workday(150), reason, by=self.guide, now=self.now)

    def nearly_over(self) -> Scene:
        """An earlier end date was agreed: it ends within two weeks."""
        yield from self.begin(due=10)
        yield from self.work(-44, -30, -14)
        yield from self.value(-12, 0.9)
        yield self.diary.at(-10, 10)
        reason = "The goal is nearly reached; one last session is enough."
        endings.propose_end_date(self.pair, self.diary.workday(11), reason, by=self.guide, now=self.now)
        yield self.diary.at(-9, 10)
        asked = EndDateProposal.objects.get(relationship=self.pair)
        endings.answer_end_date(asked, yes=True, by=self.learner, now=self.now)
        self.plan(7)

    def closing(self) -> Scene:
        yield from self._reached(-14)
        self.pair.move("closing", by=self.guide, now=self.now)

    def closed(self) -> Scene:
        """Reached, even early: the good end."""
        yield from self._reached(-20)
        self.pair.move("closing", by=self.learner, now=self.now)
        yield self.diary.at(-12, 11)
        keeps = "The early call stays in the calendar."
        endings.write_last_look(self.pair, helped=self.theme.helped, keeps_going=keeps, by=self.learner, now=self.now)
        self.pair.close(by=self.learner, now=self.now)
        endings.thank(self.pair, "Thank you for asking instead of telling.", by=self.learner, now=self.now)
        self.round.withdraw(self.learner)

    def _reached(self, day: int) -> Scene:
        yield from self.begin(due=40)
        yield from self.work(-44, -31)
        yield from self.value(-36, 0.6)
        yield from self.value(day - 4, 1.1)
        yield self.diary.at(day - 2, 9)
        self.say_reached()
        yield self.diary.at(day, 9)
        self.confirm_reached()

    def ended_early(self) -> Scene:
        yield from self.begin()
        yield from self.session(0, -40)
        yield self.diary.at(-26, 17)
        self.pair.end(by=self.learner, now=self.now)
        endings.say_why(
            self.pair, "I change the team next month and want to begin there first.", by=self.learner, now=self.now
        )
        self.round.withdraw(self.learner)

    def not_confirmed(self) -> Scene:
        """A session that did not take place, one called off, one that nobody confirmed; quiet since."""
        yield from self.begin()
        yield from self.session(0, -44)
        yield from self.did_not_happen(-30, -22, -10)

    def did_not_happen(self, missed: int, called_off: int, silent: int) -> Scene:
        yield self.diary.at(missed - 5)
        first = self.plan(missed)
        yield first.ends_at
        holding.miss(first, why="could_not", by=self.learner, now=self.now)
        yield self.diary.at(called_off - 4)
        second = self.plan(called_off)
        yield self.diary.at(called_off - 2, 17)
        scheduling.call_off(second, by=self.guide, now=self.now)
        yield self.diary.at(silent - 4)
        self.plan(silent)

    def nothing_planned(self) -> Scene:
        """Under contract for weeks, and no session yet."""
        yield from self.say_yes(-30)
        yield from self.contract(-24)
