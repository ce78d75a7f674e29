"""Programs and who takes part in them."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from programs.kinds import Kind, Role
from programs.kinds import of as kind_of
from programs.querysets import (
    ApplicationQuerySet,
    BatchQuerySet,
    BatchRowQuerySet,
    EnrollmentQuerySet,
    ExclusionQuerySet,
    ProgramAdminQuerySet,
    ProgramInvitationQuerySet,
    ProgramQuerySet,
    SetAsideQuerySet,
    TallyQuerySet,
)


def new_link_key() -> str:
    return secrets.token_urlsafe(16)


class Program(Base):
    """A run of coaching or of mentoring with its rules, dates and admins. It has exactly one kind, for good."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being set up")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed for applications")
        ENDED = "ended", _("Ended")

    data_class: ClassVar[DataClass] = DataClass.D0

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, editable=False)
    purpose = models.TextField(_("what it is for"), blank=True)
    # In the words of this program; without any, its page says what the kind says.
    expectations = models.TextField(_("what to expect"), blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    applications_until = models.DateField(_("open for applications until"), null=True, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks of an engagement"), null=True, blank=True)
    sessions_planned = models.PositiveSmallIntegerField(_("sessions planned"), null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(_("days between two sessions"), default=28)
    review_days = models.PositiveSmallIntegerField(_("days between two reviews"), default=182)
    check_in_days = models.JSONField(_("days of the check-ins"), default=list, blank=True)
    first_session_days = models.PositiveSmallIntegerField(_("days until the first session"), default=14)
    places = models.PositiveSmallIntegerField(_("places of each guide"), default=2)
    help_contact = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("help contact")
    )
    data_contact = models.EmailField(_("data contact"), blank=True)
    # What the first contract suggests to show others; nothing is shown before the learner ticked it there.
    proposed_ticks = models.JSONField(_("what the contract suggests to show"), default=list, blank=True)
    questions_later = models.BooleanField(_("ask the two questions later"), default=False)
    grade_order = models.JSONField(_("grades, lowest first"), default=list, blank=True)
    link_key = models.CharField(max_length=32, unique=True, default=new_link_key, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    field_classes: ClassVar[dict[str, DataClass]] = {"link_key": DataClass.D13}

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="program_kind_is_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gt=models.F("starts_on")),
                name="program_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_program_id(self) -> object:
        return self.pk

    @property
    def words(self) -> dict[str, object]:
        """The words of this program's kind: guide, guides, learner, learners, session, …"""
        return dict(kind_of(self.kind).WORDS)

    def takes_applications(self, today: date) -> bool:
        until = self.applications_until
        return self.status == self.Status.OPEN and (until is None or today <= until)


class ProgramAdmin(Base):
    """Who runs a program, since when, and up to which moment they have seen its inbox."""

    data_class: ClassVar[DataClass] = DataClass.D0
    field_classes: ClassVar[dict[str, DataClass]] = {"seen_until": DataClass.D12}

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="admin_rows")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # Written by a button and not by looking: a page that is opened changes nothing, and a glance on the way hides
    # nothing from the next real look.
    seen_until = models.DateTimeField(null=True, blank=True)

    objects = ProgramAdminQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["program", "person"], name="program_admin_once"),
        ]


class Enrollment(Base):
    """A person takes part in a program in a role. What they wrote when applying stands in `Application`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        APPLIED = "applied", _("Applied")
        ACCEPTED = "accepted", _("Takes part")
        WAITLISTED = "waitlisted", _("On the waiting list")
        DECLINED = "declined", _("Not this time")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    takes_no_one_new = models.BooleanField(_("takes no one new"), default=False)
    grade_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    # Since when somebody waits; stays with who moved up from there.
    waitlisted_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    # When somebody decided it, or a place came free; None for who came in by an admin's file and is told nothing.
    accepted_at = models.DateTimeField(null=True, blank=True)
    # When whoever runs the program last asked for the two questions to be answered.
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["program", "person", "role"], name="enrollment_once"),
            models.CheckConstraint(
                condition=Q(role=Role.GUIDE) | Q(places__isnull=True), name="enrollment_places_are_a_guides"
            ),
        ]

    @property
    def role_word(self) -> str:
        """What this role is called in the program's kind."""
        return str(self.program.words[self.role])

    @property
    def capacity(self) -> int:
        """How many learners this guide takes at a time."""
        if self.takes_no_one_new:
            return 0
        return self.program.places if self.places is None else self.places


class Application(Base):
    """What somebody wrote when applying: the two questions, wishes. Read by its author and by the people who pair."""

    data_class: ClassVar[DataClass] = DataClass.D9

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="application")
    wants = EncryptedTextField(label="application.wants", null=True, blank=True)
    how = EncryptedTextField(label="application.how", null=True, blank=True)
    aspired_role = EncryptedTextField(label="application.aspired_role", null=True, blank=True)
    offers = EncryptedTextField(label="application.offers", null=True, blank=True)
    gains = EncryptedTextField(label="application.gains", null=True, blank=True)
    read_who_sees_what_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()


class Exclusion(Base):
    """A wish not to be paired with somebody; never shown on, never a reason."""

    data_class: ClassVar[DataClass] = DataClass.D9

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="exclusions")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrollment", "person"], name="exclusion_once"),
        ]


class ProgramInvitation(Base):
    """Somebody was asked to take part in a role; the mail follows from this row."""

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    objects = ProgramInvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["program", "person", "role"], name="program_invitation_once"),
        ]


class SetAside(Base):
    """A row of the inbox that somebody set aside for all who run the program: until a day, or, without one, for as
    long as it stands since the same moment."""

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=20)
    thing = models.UUIDField()
    since = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    at = models.DateTimeField()

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["program", "cause", "thing"], name="set_aside_once"),
        ]


class Batch(Base):
    """One act for many rows of a program, done one by one in the background; for ten minutes it can be undone.

    What is done is on the rows; a worker that dies leaves a lease that runs out, and the next one goes on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("about to start")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    data_class: ClassVar[DataClass] = DataClass.D2
    field_classes: ClassVar[dict[str, DataClass]] = {"reason": DataClass.D9}

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12)
    reason = EncryptedTextField(label="batch.reason", null=True)
    until = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    is_own: bool  # annotated by `with_own`

    objects = BatchQuerySet.as_manager()

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.UNDOING)


class BatchRow(Base):
    """One row of a batch: whom it is about, how it went. `before` is what undoing needs."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Left as it is")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Stays done")

    data_class: ClassVar[DataClass] = DataClass.D2

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField()
    thing = models.UUIDField()
    who = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    words = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "thing"], name="batch_row_once"),
        ]


class Tally(Base):
    """How many pairs a program has, as the sweep last counted them: derived, and counted anew at any time."""

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="+")
    under_way = models.PositiveIntegerField()
    working = models.PositiveIntegerField()
    talked = models.PositiveIntegerField()
    alone = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    objects = TallyQuerySet.as_manager()
