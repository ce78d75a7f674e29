"""The relationship itself: who, of which kind, in which state, with which place held."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import day_of
from core.data_classes import DataClass
from core.errors import NotPossible, NotYours
from core.models import Base
from core.verbs import verb
from people.models import User
from programs.kinds import Kind
from programs.models import Program
from relationships import gates, kinds, rules
from relationships.kinds.moves import CLOCK
from relationships.models.history import ProposalAnswer, StatusChange
from relationships.querysets import READABLE_DAYS, KindManager, RelationshipQuerySet
from relationships.reading import Reading

COACHING = Q(kind=Kind.COACHING.value)
MENTORING = Q(kind=Kind.MENTORING.value)
# After the end date nothing new is planned, and what took place may be logged for so many days (C8).
LOGGING_DAYS = 14
# A CHECK passes on NULL: say that both are there before comparing them.
HAS_BOTH_DATES = Q(starts_on__isnull=False, ends_on__isnull=False)


class Relationship(Base):
    """Two people, one kind, one state. `kind` has no verb that changes it (S0-04)."""

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, editable=False)
    guide = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, default="proposed")
    place = models.PositiveSmallIntegerField(gettext_lazy("place"), default=1)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wakes_on = models.DateField(gettext_lazy("rests until"), null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(default=28)
    proposed_at = models.DateTimeField()
    answer_by = models.DateField()
    # When whoever runs the program last asked the two again for their answers.
    reminded_at = models.DateTimeField(null=True, blank=True)
    # The mails about the proposal wait for this day; none: they go at once. Of a pair that ran before:
    # on this day the two are asked for their agreement; none: some days later, by the usual reminders.
    told_on = models.DateField(gettext_lazy("mails go out on"), null=True, blank=True)
    # Sentences of the pairing that both halves may read: facts of their profiles, never a wish.
    reasons = models.JSONField(default=list, blank=True)
    seeded_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(COACHING & HAS_BOTH_DATES & Q(ends_on__gt=models.F("starts_on")))
                | (MENTORING & Q(ends_on__isnull=True)),
                name="only_coaching_has_an_end_date",
            ),
            models.CheckConstraint(
                condition=(COACHING & Q(status__in=sorted(kinds.coaching.STATUSES)))
                | (MENTORING & Q(status__in=sorted(kinds.mentoring.STATUSES))),
                name="status_is_one_of_the_kinds",
            ),
            models.CheckConstraint(
                condition=Q(status__in=kinds.OVER_STATUSES, ended_on__isnull=False)
                | Q(status__in=kinds.OPEN_STATUSES, ended_on__isnull=True),
                name="what_is_over_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(guide=models.F("learner")), name="guide_is_not_learner"),
            models.UniqueConstraint(
                fields=["program", "kind", "guide", "learner"],
                condition=Q(status__in=kinds.OPEN_STATUSES),
                name="one_open_relationship_per_pair",
            ),
            models.UniqueConstraint(
                fields=["program", "guide", "place"],
                condition=Q(status__in=kinds.OPEN_STATUSES),
                name="one_open_relationship_per_place",
            ),
            # What leaves of one kind point at, so that PostgreSQL refuses a leaf of the other.
            models.UniqueConstraint(fields=["id", "kind"], name="relationship_id_and_kind"),
        ]

    def __str__(self) -> str:
        names = {"learner": self.learner.first_name, "guide": self.guide.first_name}
        return str(_("%(learner)s and %(guide)s") % names)

    @property
    def rules_of_kind(self) -> Any:
        """The module that answers for this kind (`relationships/kinds/`)."""
        return kinds.of(self.kind)

    @property
    def words(self) -> dict[str, Any]:
        return dict(self.rules_of_kind.WORDS)

    @property
    def status_label(self) -> str:
        return str(self.rules_of_kind.STATUSES[self.status])

    @property
    def is_open(self) -> bool:
        return self.status in self.rules_of_kind.OPEN

    @property
    def is_under_way(self) -> bool:
        """Both said yes, and it has not ended."""
        return self.is_open and self.status != "proposed"

    @property
    def is_working(self) -> bool:
        """Do the two work together now: may sessions be planned?"""
        return self.status in self.rules_of_kind.WORKING

    @cached_property
    def read(self) -> Reading:
        """The rows that a page shows of this pair, each table asked once. Verbs ask the database."""
        return Reading(self)

    def other(self, user: User) -> User:
        """The other half, seen from `user`."""
        return self.learner if user.pk == self.guide_id else self.guide

    def role_of(self, user: User) -> str | None:
        """`guide`, `learner`, or None for somebody outside the pair."""
        return {self.guide_id: "guide", self.learner_id: "learner"}.get(user.pk)

    @property
    def was_proposed(self) -> bool:
        """Were the two asked for their yes here? Who was brought in while running never had days to answer."""
        return self.answer_by > self.proposed_at.date() + timedelta(days=1)

    @property
    def asked_on(self) -> date:
        """The day on which the two are asked for their yes: from it the days to answer count."""
        return self.told_on or self.day_of(self.proposed_at)

    @property
    def leaver(self) -> User | None:
        """The half who has left the organization, if one has."""
        return next((person for person in (self.guide, self.learner) if not person.is_active), None)

    @property
    def may_end_for_leaver(self) -> bool:
        """May the program end it, because a half that could has gone? A proposal is withdrawn instead."""
        return self.leaver is not None and self.is_under_way

    @property
    def log_until(self) -> date | None:
        """The last day for logging what took place; None without an end date."""
        return self.ends_on + timedelta(days=LOGGING_DAYS) if self.ends_on else None

    @property
    def readable_until(self) -> date | None:
        """The last day on which the two can read what they shared; None while it is open."""
        return self.ended_on + timedelta(days=READABLE_DAYS) if self.ended_on else None

    def day_of(self, moment: datetime) -> date:
        """The pair's day: of the two clocks the one behind counts, so that no day is over before it is for both."""
        return rules.day_of_both(moment, self.guide, self.learner)

    def is_past_end(self, today: date) -> bool:
        """Has the end date gone by? Then nothing new can be planned (S0-14). Never true without an end date (S0-16)."""
        return self.ends_on is not None and today > self.ends_on

    def may_be_planned_on(self, day: date) -> bool:
        """Can a session be planned on that day?"""
        return self.is_working and not self.is_past_end(day)

    def may_be_logged_on(self, today: date) -> bool:
        """Can what took place be logged today? At rest, too, and until 14 days after the end date."""
        return self.is_under_way and (self.log_until is None or today <= self.log_until)

    def missing_to(self, status: str) -> list[str]:
        """What the move to `status` still needs, in sentences; empty when nothing does."""
        move = self.rules_of_kind.MOVES[self.status, status]
        return gates.missing_for(self, move.gates)

    # Neither answer leaves a name anywhere: one known "yes" would tell who said no.
    @verb("relationship.say_yes", says_who=False)
    def say_yes(self, *, by: User, now: datetime) -> None:
        """One half says yes to the proposed pair; the second yes moves it on."""
        self._answer(yes=True, by=by, now=now)
        if not self.waiting_for():
            since = {} if self.rules_of_kind.HAS_END_DATE else {"starts_on": self.day_of(now)}
            self.change_status(self.rules_of_kind.AFTER_YES, by=None, now=now, **since)

    @verb("relationship.say_no", says_who=False)
    def say_no(self, *, by: User, now: datetime) -> None:
        """One half says no, without a reason; nobody learns who (S1-29)."""
        self._answer(yes=False, by=by, now=now)
        self.change_status("lapsed", by=None, now=now)

    def _answer(self, *, yes: bool, by: User, now: datetime) -> None:
        self._may(by)
        # Two yeses in the same moment must see each other: whoever comes second waits here.
        locked = Relationship.objects.select_for_update().filter(pk=self.pk, status="proposed").exists()
        if not locked or self.day_of(now) > self.answer_by:
            raise NotPossible(_("This pairing is no longer open."))
        ProposalAnswer.objects.update_or_create(relationship=self, person=by, defaults={"yes": yes, "at": now})

    def waiting_for(self) -> list[User]:
        """Who has not said yes yet to a proposed pair; empty for any other."""
        if self.status != "proposed":
            return []
        answered = set(ProposalAnswer.objects.filter(relationship=self, yes=True).values_list("person_id", flat=True))
        return [person for person in (self.guide, self.learner) if person.pk not in answered]

    @verb("relationship.lapse")
    def lapse(self, *, by: User | None = None, now: datetime) -> None:
        """Withdraw a proposal (a program admin), or let it run out after its last day (the clock)."""
        if by is not None and not rules.may_withdraw_proposal(by, self):
            raise NotYours(_("Only the people who run this program can withdraw a proposed pair."))
        if by is None and self.day_of(now) <= self.answer_by:
            raise NotPossible(_("This proposal has not run out yet."))
        if self.status != "proposed":
            raise NotPossible(self._why_not_withdrawn())
        self.change_status("lapsed", by=by, now=now)

    def _why_not_withdrawn(self) -> str:
        """How a proposal ended. A no, a silence and a withdrawal read the same (S1-29)."""
        if self.status == "lapsed":
            return _("This pair did not come about, so there was nothing to withdraw.")
        names = {"learner": self.learner.first_name, "guide": self.guide.first_name}
        return _("%(learner)s and %(guide)s have both said yes by now, so there was nothing to withdraw.") % names

    @verb("relationship.move")
    def move(self, to: str, *, by: User | None = None, now: datetime, **facts: Any) -> None:
        """Move to another status of this kind; `by` None is the clock.

        Raises PermissionDenied for whoever may not make this move, NotPossible for a move that the kind does not know
        or whose gates miss something.
        """
        self.require_move(to, by=by, now=now)
        self.change_status(to, by=by, now=now, **facts)

    def require_move(self, to: str, *, by: User | None, now: datetime) -> None:
        """Raises as `move` does: a page asks before it shows the form of a move."""
        move = self.rules_of_kind.MOVES.get((self.status, to))
        actor = CLOCK if by is None else self._may(by)
        if move is None or self.status == "proposed":
            raise NotPossible(_("That is not possible from here."))
        if actor not in move.by:
            raise NotYours(rules.whose_move(self, move))
        if self.rules_of_kind.START.get(self.status) == to and self.is_past_end(self.day_of(now)):
            raise NotPossible(_("It came to its end. Agree a new end date first."))
        if missing := self.missing_to(to):
            raise NotPossible(_("Not yet: %(what)s") % {"what": missing[0]}, missing=missing)

    @verb("relationship.rest")
    def rest(self, *, by: User, now: datetime, until: date | None = None) -> None:
        """Pause (coaching) or take a rest (mentoring), if wished until a day to come."""
        self.require_move(self.rules_of_kind.RESTING, by=by, now=now)
        self.require_waking_day(until, day_of(now, by.time_zone))
        self.move(self.rules_of_kind.RESTING, by=by, now=now, wakes_on=until)

    def require_waking_day(self, until: date | None, today: date) -> None:
        """Raises NotPossible for a day on which nobody could go on. None: whenever one of the two likes."""
        if until is not None and until <= today:
            raise NotPossible(_("Choose a day that is still to come."))
        if until is not None and self.is_past_end(until):
            raise NotPossible(_("It ends before that day. Choose an earlier one, or none."))

    @verb("relationship.wake")
    def wake(self, *, by: User | None = None, now: datetime) -> None:
        """Go on after a rest; the clock does it on the day that was named."""
        if by is None and (self.wakes_on is None or self.wakes_on > self.day_of(now)):
            raise NotPossible(_("It is resting still."))
        self.go_on(by=by, now=now)

    @verb("relationship.go_on")
    def go_on(self, *, by: User | None = None, now: datetime) -> None:
        """Back to working together, after a rest or a look whether to. Not past the end date: first agree a new one."""
        if self.is_past_end(self.day_of(now)):
            raise NotPossible(_("It came to its end. Agree a new end date first."))
        self.move("active", by=by, now=now, wakes_on=None)

    @verb("relationship.end")
    def end(self, *, by: User, now: datetime) -> None:
        """Either half ends it alone, without a reason and without fault (S1-29)."""
        self.move(self.rules_of_kind.ENDED_BY_ONE, by=by, now=now, ended_by=by)

    @verb("relationship.end_for_leaver")
    def end_for_leaver(self, *, by: User, now: datetime) -> None:
        """Somebody has left and nobody else ended it: whoever runs the program does."""
        self.require_end_for_leaver(by)
        self.change_status(self.rules_of_kind.ENDED_BY_ONE, by=by, now=now, ended_by=None)

    @verb("relationship.end_for_erased")
    def end_for_erased(self, *, by: None = None, now: datetime) -> None:
        """Everything about a half who has left is erased: what is open ends without fault, and nobody is named."""
        if not self.is_open or self.leaver is None:
            raise NotPossible(_("Both are here: one of the two can end it."))
        over = "lapsed" if self.status == "proposed" else self.rules_of_kind.ENDED_BY_ONE
        self.change_status(over, by=None, now=now)

    def require_end_for_leaver(self, by: User) -> None:
        """Raises NotYours for whoever does not run the program, NotPossible as long as one of the two can end it."""
        if not rules.may_end_for_leaver(by, self):
            raise NotYours(_("Only the people who run this program can do that."))
        if not self.may_end_for_leaver:
            raise NotPossible(_("Both are here: one of the two can end it."))

    @verb("relationship.close")
    def close(self, *, by: User | None = None, now: datetime) -> None:
        """The good end: coaching after closing, mentoring after looking afresh."""
        self.move("closed", by=by, now=now, ended_by=by)

    @verb("relationship.come_to_end")
    def come_to_end(self, *, by: None = None, now: datetime) -> None:
        """The clock, where there is an end date: closing on the day after it, over when logging is (C8).

        What never became active by then ended early.
        """
        today, kind = self.day_of(now), self.rules_of_kind
        if not self.is_past_end(today) or not self.is_under_way:
            raise NotPossible(_("Its end has not come yet."))
        if (self.status, kind.LOOK_AGAIN) in kind.MOVES:
            self.move(kind.LOOK_AGAIN, now=now)
        elif self.log_until is None or today <= self.log_until:
            raise NotPossible(_("What took place can still be logged."))
        elif self.status == kind.LOOK_AGAIN:
            self.move("closed", now=now)
        else:
            self.move(kind.ENDED_BY_ONE, now=now)

    def _may(self, by: User) -> str:
        """The role in which `by` acts; PermissionDenied for anybody outside the pair."""
        role = self.role_of(by)
        if role is None or not by.is_active:
            raise NotYours(_("Only the two people of this pair can do that."))
        return role

    def change_status(self, to: str, *, by: User | None, now: datetime, **facts: Any) -> None:
        """Compare and set, with the day for what is over by it, then leave a row in the history."""
        old = self.status
        if to not in self.rules_of_kind.OPEN:
            facts["ended_on"] = self.day_of(now)
        changed = Relationship.objects.filter(pk=self.pk, status=old).update(status=to, **facts)
        if not changed:
            raise NotPossible(_("This was changed a moment ago."))
        self.refresh_from_db()
        StatusChange.objects.create(relationship=self, from_status=old, to_status=to, by=by, at=now)


class CoachingEngagement(Relationship):
    """A relationship of the kind coaching: a name for the shell and the admin, without a table."""

    objects = KindManager(Kind.COACHING.value)  # type: ignore[misc,assignment]

    class Meta:
        proxy = True


class MentoringRelationship(Relationship):
    """A relationship of the kind mentoring: a name for the shell and the admin, without a table."""

    objects = KindManager(Kind.MENTORING.value)  # type: ignore[misc,assignment]

    class Meta:
        proxy = True
