"""What the system decided to send, to whom and when. Facts only: a mail is written when it is sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.clock import day_of
from core.data_classes import DataClass
from core.errors import NotYours
from core.models import Base
from core.verbs import verb
from nudges import rules
from nudges.querysets import UNFINISHED, NudgeQuerySet, OwnRowsQuerySet
from people.models import User
from relationships.models import Relationship

SNOOZE = timedelta(weeks=4)


class State(models.TextChoices):
    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Being written")
    SENDING = "sending", _("Being handed over")
    SENT = "sent", _("Sent")
    SKIPPED_STALE = "skipped_stale", _("Too late to be of use")
    CANCELLED = "cancelled", _("No longer true")
    BOUNCED = "bounced", _("Came back")
    DEAD = "dead", _("Given up")


DROPPED = [State.CANCELLED.value, State.BOUNCED.value, State.DEAD.value]


class Category(models.TextChoices):
    TRANSACTIONAL = "transactional", _("At once")
    MORNING = "morning", _("In the morning mail")


class Topic(models.TextChoices):
    """What a person may switch off; nothing here is transactional."""

    SESSIONS = "sessions", _("Before and after we meet")
    PAIR = "pair", _("Answering, signing, starting, a long silence, a change, a coming end")
    PROGRESS = "progress", _("Values, reviews and looking back")
    CHECK_INS = "check_ins", _("Check-ins")


class Nudge(Base):
    """One message to one person about one fact. The key makes sure that the same fact never nudges the same person
    twice; a moved session has another `revision`, so it makes a new one.

    A row in `sending` whose lease ran out is ambiguous: the mail may be on its way. `attempts` counts what ended
    without any outcome, `deferrals` how often the mail system said "later".
    """

    data_class: ClassVar[DataClass] = DataClass.D2

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=13, choices=Category.choices)
    fact = models.UUIDField()
    offset = models.CharField(max_length=8)
    revision = models.CharField(max_length=24)
    key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    stale_after = models.DateTimeField()
    state = models.CharField(max_length=13, choices=State.choices, default=State.PENDING)
    not_before = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    deferrals = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, blank=True)
    noticed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error_class = models.CharField(max_length=80, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="nudge_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(state=State.SENT, sent_at__isnull=False),
                name="nudge_sent_has_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Few rows are unfinished, whatever the table grows to.
            models.Index(fields=["due_at"], condition=Q(state__in=UNFINISHED), name="nudge_due"),
            models.Index(
                fields=["recipient", "sent_at"],
                condition=Q(state=State.SENT, category=Category.MORNING),
                name="nudge_morning_sent",
            ),
            # By the fact first: a sweep asks who was told of some hundred facts, whoever that was.
            models.Index(fields=["fact", "recipient"], name="nudge_about"),
            # The inbox asks for the few that came back among all that were ever sent.
            models.Index(fields=["recipient"], condition=Q(state=State.BOUNCED), name="nudge_came_back"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def pair(self) -> Relationship:
        """For the kinds that are about one."""
        if self.relationship is None:
            raise LookupError("this nudge is about a pair")
        return self.relationship


class ReminderSetting(Base):
    """A topic that a person switched off. No row: it is on."""

    data_class: ClassVar[DataClass] = DataClass.D2

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    is_off = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_setting_per_topic"),
        ]


class Snooze(Base):
    """One half's "all good, remind me in 4 weeks" about a silence (S0-27)."""

    data_class: ClassVar[DataClass] = DataClass.D2

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()
    asked_at = models.DateTimeField()

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "person"], name="one_snooze_each"),
        ]


@verb("reminders.switch")
def switch(person: User, topics: set[str], *, off: bool, by: User, now: datetime) -> User:
    """Switch topics off or on, by oneself (the signed link of a mail counts as oneself)."""
    if not rules.may_set_reminders(by, person):
        raise NotYours(_("Only %(name)s can change these reminders.") % {"name": person.first_name})
    for topic in sorted(topics & set(Topic.values)):
        ReminderSetting.objects.update_or_create(
            person=person, topic=topic, defaults={"is_off": off, "changed_at": now}
        )
    return person


def choose(person: User, wanted: Collection[str], *, by: User, now: datetime) -> None:
    """Be reminded of these topics from now on, and of no other."""
    with transaction.atomic():
        switch(person, set(wanted), off=False, by=by, now=now)
        switch(person, set(Topic.values) - set(wanted), off=True, by=by, now=now)


def wanted_by(person: User) -> list[str]:
    """The topics of which somebody is reminded."""
    off = set(ReminderSetting.objects.filter(person=person, is_off=True).values_list("topic", flat=True))
    return [topic for topic in Topic.values if topic not in off]


@verb("reminders.snooze")
def snooze(relationship: Relationship, *, by: User, now: datetime, until: date) -> Snooze:
    """No word about silence in this pair until that day, to the one who asked."""
    if not rules.may_snooze(by, relationship):
        raise NotYours(_("Only the two people of this pair can do that."))
    found, _made = Snooze.objects.update_or_create(
        relationship=relationship, person=by, defaults={"until": until, "asked_at": now}
    )
    return found


def snooze_for_weeks(relationship: Relationship, *, by: User, now: datetime) -> Snooze:
    """All good: no word to oneself about silence in this pair for four weeks (S0-27)."""
    return snooze(relationship, by=by, now=now, until=day_of(now, by.time_zone) + SNOOZE)
