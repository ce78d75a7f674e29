"""Who is in the directory: people, the roles that they held, the skills that they offer and want."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people import names, searching
from people.querysets import (
    ApiTokenQuerySet,
    EmailChangeQuerySet,
    ImportJobQuerySet,
    InvitationQuerySet,
    JobTitleQuerySet,
    PersonSkillQuerySet,
    PersonWordQuerySet,
    RoleHeldQuerySet,
    SkillQuerySet,
    UserManager,
    UserQuerySet,
)


def organization_zone() -> str:
    """What the environment says of the zone. Django makes people without a database, so the organization's own answer
    (`clock.zone_here`) is given by who writes them down: `create_user` and the import."""
    return str(settings.TIME_ZONE)


class User(Base, AbstractBaseUser):
    """Everyone in the directory; some of them sign in. `email` is NULL until it is known, and lower case."""

    data_class: ClassVar[DataClass] = DataClass.D1
    field_classes: ClassVar[dict[str, DataClass]] = {
        "given_name": DataClass.D0,
        "family_name": DataClass.D0,
        "title": DataClass.D0,
        "department": DataClass.D0,
        "location": DataClass.D0,
        "languages": DataClass.D0,
        "time_zone": DataClass.D0,
        "password": DataClass.D13,
    }

    email = models.EmailField(_("work e-mail"), unique=True, null=True, blank=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    employee_id = models.CharField(_("employee id"), max_length=64, unique=True, null=True, blank=True)
    manager = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    profession = models.CharField(_("profession"), max_length=200, blank=True)
    grade = models.CharField(_("grade"), max_length=64, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default=organization_zone)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    locale = models.CharField(_("language of the pages"), max_length=16, default="en")
    starts_on = models.DateField(_("start date"), null=True, blank=True)
    leaves_on = models.DateField(_("leaving date"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_org_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(given_name="", family_name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | (Q(email=Lower("email")) & ~Q(email="")),
                name="person_email_is_lower_case",
            ),
            models.CheckConstraint(
                condition=Q(employee_id__isnull=True) | ~Q(employee_id=""), name="person_employee_id_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=models.F("id")), name="person_is_not_own_manager"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the words that this person is found by."""
        if not searching.touches(kwargs.get("update_fields")):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            searching.write_down([self], PersonWord.objects.all())

    @property
    def name(self) -> str:
        return names.whole(self.given_name, self.family_name)

    @property
    def takes_mail(self) -> bool:
        """Is there an address that a mail could reach? No `.invalid` one ever can (RFC 6761, section 6.4)."""
        return bool(self.email) and not str(self.email).endswith(".invalid")

    @property
    def first_name(self) -> str:
        """What a neutral title calls this person ("Amara and Leo")."""
        return self.given_name or self.family_name

    @property
    def is_staff(self) -> bool:
        """The Django admin is for the org admin only."""
        return self.is_org_admin and self.is_active

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class PersonWord(Base):
    """A word that a person is found by, folded and as bytes; `people/searching.py` makes them, nobody else."""

    data_class: ClassVar[DataClass] = DataClass.D1

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.BinaryField(max_length=searching.LONGEST)

    objects = PersonWordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "word"], name="person_word_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["word", "person"], name="person_by_word"),
        ]


class RoleHeld(Base):
    """A role that a person held, with its dates: what aspired roles are compared with."""

    data_class: ClassVar[DataClass] = DataClass.D0

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    title = models.CharField(_("role"), max_length=200)
    department = models.CharField(_("department"), max_length=200, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = RoleHeldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "title", "from_on"], name="role_held_once"),
            models.UniqueConstraint(
                fields=["person", "title"], condition=Q(from_on__isnull=True), name="role_held_once_undated"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(from_on__isnull=True)
                | Q(until_on__gte=models.F("from_on"), until_on__isnull=False, from_on__isnull=False),
                name="role_held_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Skill(Base):
    """A skill by its name; names are kept as typed and compared without case."""

    data_class: ClassVar[DataClass] = DataClass.D0

    name = models.CharField(max_length=200)

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), name="skill_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonSkill(Base):
    """A skill that a person offers to others or wants to grow."""

    class Direction(models.TextChoices):
        OFFERED = "offered", _("offered")
        WANTED = "wanted", _("wanted")

    data_class: ClassVar[DataClass] = DataClass.D0

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="people")
    direction = models.CharField(max_length=8, choices=Direction.choices)

    objects = PersonSkillQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "skill", "direction"], name="person_skill_once"),
        ]


class Invitation(Base):
    """A way in for one person: single-use, expiring. The token is derived from the row and the server's secret, so
    that a mail can be written whenever it is sent; the table holds its hash alone."""

    data_class: ClassVar[DataClass] = DataClass.D13

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300, default="/")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()


class EmailChange(Base):
    """A new address that waits for its owner's confirmation."""

    data_class: ClassVar[DataClass] = DataClass.D13
    field_classes: ClassVar[dict[str, DataClass]] = {"new_email": DataClass.D1}

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    new_email = models.EmailField()
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = EmailChangeQuerySet.as_manager()


class ApiToken(Base):
    """A token of a person's own programs. What opens is kept as a hash; `prefix` finds the row and names it."""

    data_class: ClassVar[DataClass] = DataClass.D13
    field_classes: ClassVar[dict[str, DataClass]] = {"name": DataClass.D1}

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("what it is for"), max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    token_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def opens(self, area: str, *, writes: bool) -> bool:
        """Was it made for this? Who may write may read."""
        return f"{area}:write" in self.scopes or (not writes and f"{area}:read" in self.scopes)


class JobTitle(Base):
    """What a code of the HR system means ("AD_PRES" is President); imports write the title, not the code."""

    data_class: ClassVar[DataClass] = DataClass.D0

    code = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)

    objects = JobTitleQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class ImportJob(Base):
    """One import of people, or of what a floor above brings in the same way, from the upload to what it did. What the
    file holds is sealed, is cut down to the mapped columns when they are chosen, and is gone once the import is applied
    or given up."""

    class Status(models.TextChoices):
        COLUMNS = "columns", _("choosing columns")
        CHECK = "check", _("waiting for a check")
        WAITING = "waiting", _("about to start")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("broke off")
        GIVEN_UP = "given_up", _("given up")

    data_class: ClassVar[DataClass] = DataClass.D1

    # What is brought in, and the id of what it is brought into: of pairs, their program.
    what = models.CharField(max_length=8, default="people")
    about = models.UUIDField(null=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    asked = models.JSONField(default=dict)
    email_domain = models.CharField(max_length=200, blank=True)
    complete = models.BooleanField(default=False)
    contradictions = models.CharField(max_length=6, blank=True)
    allow_leavers = models.BooleanField(default=False)
    # Whoever is concerned is written to at once, and not only by the usual reminders.
    tells = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    content = EncryptedTextField(label="import_job.content", null=True)
    report = EncryptedTextField(label="import_job.report", null=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "made_at"], name="import_job_by_status"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def audit_program_id(self) -> object:
        """The program into which it brings pairs."""
        return self.about
