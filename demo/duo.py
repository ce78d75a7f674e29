"""What the two of any pair do, whatever its kind: answer, sign, meet, write things down, end.

Scenes say who does what when. Each step that writes is a method of its own (`yes`, `sign`, `put_down` …): here it calls
the verb, and `demo/bulk` has the same steps for pairs by the thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from demo.diary import Diary, Scene
from demo.taking_part import Round
from notes import writing
from people.models import User
from relationships import acting, agendas, agreeing, endings, holding, scheduling
from relationships.models import Relationship, Session

HOURS = (9, 10, 11, 14, 15, 16)
WORKING_HOURS = range(8, 18)
FORMS = ("video", "video", "in_person", "phone")


class Duo:
    """A pair and the scenes it plays. `number` makes one pair differ from the next."""

    planner: ClassVar[str] = "learner"

    def __init__(self, in_round: Round, pair: Relationship, number: int) -> None:
        self.round, self.number, self._pk = in_round, number, pair.pk
        self.guide, self.learner = pair.guide, pair.learner
        self.link = f"https://meet.tidewater.example/{self.learner.first_name}-{self.guide.first_name}".lower()

    @property
    def diary(self) -> Diary:
        return self.round.diary

    @property
    def now(self) -> datetime:
        return self.diary.now

    @property
    def pair(self) -> Relationship:
        """As it stands at this moment of the story."""
        found: Relationship = Relationship.objects.get(pk=self._pk)
        return found

    def half(self, role: str) -> User:
        return self.guide if role == "guide" else self.learner

    # --- Saying yes, agreeing ----------------------------------------------------------------------------------------

    def say_yes(self, day: int) -> Scene:
        first, second = (self.guide, self.learner) if self.number % 2 else (self.learner, self.guide)
        yield self.diary.at(day, 8, 10 + self.number)
        self.yes(first)
        yield self.diary.at(day + 1 + self.number % 2, 13, self.number)
        self.yes(second)

    def yes(self, by: User) -> None:
        self.pair.say_yes(by=by, now=self.now)

    def no(self, by: User) -> None:
        self.pair.say_no(by=by, now=self.now)

    def run_out(self) -> None:
        """The ten days are over: what the sweep does."""
        if self.pair.status == "proposed":
            self.pair.lapse(now=self.now)

    def move(self, to: str, by: User) -> None:
        self.pair.move(to, by=by, now=self.now)

    def rest(self, by: User, until: date) -> None:
        self.pair.rest(by=by, now=self.now, until=until)

    def end(self, by: User) -> None:
        self.pair.end(by=by, now=self.now)

    def close(self, by: User) -> None:
        self.pair.close(by=by, now=self.now)

    def thank(self, text: str, by: User) -> None:
        endings.thank(self.pair, text, by=by, now=self.now)

    def stop_looking(self) -> None:
        """Whoever is done does not look for somebody new."""
        self.round.withdraw(self.learner)

    def write_terms(self, by: User, **changes: object) -> None:
        """A version of what the two agree on, with `changes` to the newest one (texts, shows, sponsor)."""
        pair = self.pair
        before = agreeing.newest(pair)
        texts = {name: str(getattr(before, name) or "") for name in agreeing.TEXTS} if before else {}
        texts = texts or agreeing.draft(pair, by=by)
        texts |= {name: str(changes[name]) for name in agreeing.TEXTS if name in changes}
        shows, sponsor = changes.get("shows"), changes.get("sponsor")
        terms = agreeing.Terms(
            texts, pair.cadence_days, shows=shows if isinstance(shows, (list, tuple)) else None,
            sponsor=sponsor if isinstance(sponsor, User) else None,
        )  # fmt: skip
        agreeing.write(pair, terms, based_on=before.version if before else 0, by=by, now=self.now)

    def sign(self, by: User) -> None:
        newest = agreeing.newest(self.pair)
        if newest is not None:
            agreeing.sign(self.pair, newest.version, by=by, now=self.now)

    # --- Meeting -----------------------------------------------------------------------------------------------------

    def plan(self, days: int, *, hour: int | None = None, exactly: bool = False) -> Session:
        """One of the two plans a session so many days from today, on the learner's clock."""
        zone = self.learner.time_zone
        day = self.diary.local_day(days, zone) if exactly else self.diary.workday(days)
        wall = datetime.combine(day, time(self._hour(day) if hour is None else hour))
        is_near = self.guide.location == self.learner.location
        form = FORMS[self.number % len(FORMS)] if is_near else "video"
        return self.put_down(wall, zone, (45, 60)[self.number % 3 > 0], form, self.link if form == "video" else "")

    def put_down(self, wall: datetime, zone: str, minutes: int, form: str, link: str) -> Session:
        return scheduling.plan(
            self.pair, wall=wall, zone=zone, minutes=minutes, form=form, link=link, by=self.half(self.planner),
            now=self.now,
        )  # fmt: skip

    def _hour(self, day: date) -> int:
        """An hour of the learner's day that is one of the guide's working day as well; noon if there is none."""
        here, there = ZoneInfo(self.learner.time_zone), ZoneInfo(self.guide.time_zone)
        at = self.number % len(HOURS)
        for hour in (*HOURS[at:], *HOURS[:at], 8, 17, 18):
            if datetime.combine(day, time(hour), here).astimezone(there).hour in WORKING_HOURS:
                return hour
        return 12

    def meet(self, days: int, lines: Sequence[str], *, first_line: str = "", action: str = "", ahead: int = 7) -> Scene:
        """Planned some days ahead, prepared, held, logged on the same evening by one and confirmed by the other."""
        yield self.diary.at(days - ahead, 9, self.number)
        session = self.plan(days)
        yield self.diary.at(days - 3, 15, self.number)
        self.prepare(lines, first_line)
        yield session.ends_at + timedelta(hours=1, minutes=7 * (self.number % 5))
        self.log(session)
        if action:
            self.promise(action, days + 9)
        yield session.ends_at + timedelta(hours=20 + self.number % 4)
        self.confirm(session)

    def prepare(self, lines: Sequence[str], first_line: str = "") -> None:
        """The owner of the agenda writes it; the learner line 1, where there is one."""
        owner = self.half(self.pair.rules_of_kind.LAYER_OWNER["session"])
        for line in lines:
            agendas.add(self.pair, "session", line, by=owner, now=self.now)
        if first_line:
            agendas.write_first_line(self.pair, first_line, by=self.learner, now=self.now)

    def log(self, session: Session) -> None:
        """It took place. Whoever owns the agenda also ticks what was talked about."""
        by = self.half(self.pair.rules_of_kind.LAYER_OWNER["session"])
        on = self.pair.agenda.filter(layer="session", status="on", is_first_line=False)
        ids = list(on.values_list("pk", flat=True))[: self.gets_through]
        holding.hold(session, minutes=session.minutes, form=session.form, talked_about=ids, by=by, now=self.now)

    @property
    def gets_through(self) -> int:
        """So many points of the agenda fit into one session."""
        return 2 if self.number % 3 else 3

    def miss(self, session: Session, by: User) -> None:
        holding.miss(session, why="could_not", by=by, now=self.now)

    def call_off(self, session: Session, by: User) -> None:
        scheduling.call_off(session, by=by, now=self.now)

    def leave_unconfirmed(self, session: Session) -> None:
        """Nobody said how it was for a week: what the sweep does."""
        session.refresh_from_db()
        if session.status == Session.Status.PLANNED:
            holding.mark_unconfirmed(session, now=self.now)

    def confirm(self, session: Session) -> None:
        session.refresh_from_db()
        if self.number % 4 and session.logged_by_id is not None:
            by = self.learner if session.logged_by_id == self.guide.pk else self.guide
            holding.confirm(session, by=by, now=self.now)

    def promise(self, text: str, day: int, *, owner: User | None = None, done: bool = False) -> None:
        item = acting.add(
            self.pair, text, owner=owner or self.learner, by_day=self.diary.workday(day), by=self.learner, now=self.now
        )
        if done:
            acting.tick(item, by=owner or self.learner, now=self.now)

    def tick_oldest(self) -> None:
        """The oldest open action is done."""
        item = self.pair.actions.filter(done_at__isnull=True).order_by("created_at").first()
        if item is not None:
            acting.tick(item, by=item.owner, now=self.now)

    def note(self, text: str, *, by: User, both: bool = False) -> None:
        writing.write(self.pair, "both" if both else "only_me", text, by=by, now=self.now)

    # --- Ends without having begun -----------------------------------------------------------------------------------

    def say_no(self, day: int) -> Scene:
        yield self.diary.at(day, 16)
        self.yes(self.guide)
        yield self.diary.at(day + 1, 8)
        self.no(self.learner)

    def stay_silent(self, day: int) -> Scene:
        """One yes, then nothing: it runs out by itself."""
        yield self.diary.at(day, 9)
        self.yes(self.guide)
