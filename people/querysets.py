"""Who in the directory sees whom. Floors above add their reasons with `also_visible`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from core.clock import zone_here
from people import searching
from people.rules import may_import

if TYPE_CHECKING:
    from people.models import User

# Functions from floors above: user → Q over people whom that user may see for a reason of that floor
# (the other half of a pair, people of a program that one runs).
also_visible: list[Callable[[Any], Q]] = []


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Public profiles that `user` may read: one's own, one's reports, and what floors above add. Org admin: all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_org_admin:
            return self
        reasons = Q(pk=user.pk) | Q(manager=user)
        for reason in also_visible:
            reasons |= reason(user)
        return self.filter(reasons)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_unread_privacy(self) -> Self:
        """Each with `has_to_read`: is there a privacy text in force that this person has not read?"""
        from people.models import PrivacyReading, PrivacyText

        read = PrivacyReading.objects.filter(text=OuterRef("pk"), person=OuterRef(OuterRef("pk")))
        return self.annotate(has_to_read=Exists(PrivacyText.objects.in_force().filter(~Exists(read))))

    def search(self, words: str) -> Self:
        """People of whom some word (of the name, the e-mail, the employee id) starts with each word that was typed."""
        found, rows = self, _person_words()
        for starts_like in searching.asked_for(words):
            found = found.filter(pk__in=rows.filter(starts_like).values("person_id"))
        return found

    def found_by(self, reader: User, words: str) -> Self:
        """As `search`; whoever does not read the directory finds people by their names alone: an address or an id that
        finds somebody would tell whose it is."""
        found = self.search(words)
        if may_import(reader):
            return found
        return found.filter(pk__in=[person.pk for person in found if searching.all_begin(words, person.name)])

    # The three ways past `User.save` that Django has; each leaves people findable by what was written.

    def update(self, **fields: Any) -> int:
        if not searching.touches(fields):
            return super().update(**fields)
        with transaction.atomic():
            ids = list(self.values_list("pk", flat=True))
            count = super().update(**fields)
            searching.write_down(self.model._base_manager.filter(pk__in=ids), _person_words())
        return count

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        with transaction.atomic():
            made = super().bulk_create(objs, *args, **options)
            if searching.touches(options.get("update_fields")):
                # As stored: a conflict may have left the row of before.
                stored = self.model._base_manager.filter(pk__in=[person.pk for person in made])
                searching.write_down(stored, _person_words())
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        people, fields = list(objs), list(fields)
        with transaction.atomic():
            count = super().bulk_update(people, fields, batch_size)
            if searching.touches(fields):
                searching.write_down(people, _person_words())
        return count


class UserManager(BaseUserManager["User"]):
    """Makes people for tests, commands and the first admin; doors use the verbs."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("time_zone", zone_here())
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_org_admin=True, **{"given_name": email.split("@")[0], **fields})


class PersonWordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person__in=_people_visible_to(user))


class RoleHeldQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person__in=_people_visible_to(user))


class SkillQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The names of skills are nobody's secret."""
        return self if user.is_authenticated and user.is_active else self.none()


class PersonSkillQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person__in=_people_visible_to(user))


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Nobody reads invitations; whoever holds the link has it."""
        return self.none()

    def usable(self, now: datetime) -> Self:
        """Neither used nor run out. One that a person handed out is over once its owner got in another way: whoever
        made it would get in as them."""
        here = _active_people()
        waiting = self.filter(used_at__isnull=True, expires_at__gt=now, person__in=here)
        return waiting.filter(Q(invited_by__isnull=True) | Q(person__in=here.filter(last_login__isnull=True)))


class EmailChangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()

    def waiting(self, now: datetime) -> Self:
        """Neither used nor run out. What somebody else asked for is over once the person was here: as above."""
        here = _active_people()
        waiting = self.filter(used_at__isnull=True, expires_at__gt=now, person__in=here)
        return waiting.filter(Q(asked_by=F("person")) | Q(person__in=here.filter(last_login__isnull=True)))


class ApiTokenQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()

    def usable(self, now: datetime) -> Self:
        """Neither revoked nor run out, of people who are here."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now, person__in=_active_people())


class JobTitleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What a code means is nobody's secret."""
        return self if user.is_authenticated and user.is_active else self.none()


class ImportJobQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, while one may import; the org admin reads all of people. Why a pair was left out (D9) is for who
        runs its program."""
        if not user.is_authenticated or not may_import(user):
            return self.none()
        return self.filter(Q(by=user) | Q(what="people")) if user.is_org_admin else self.filter(by=user)

    def of(self, what: str, about: Any = None) -> Self:
        """Imports of one thing, into one place."""
        return self.filter(what=what, about=about)

    def unfinished(self) -> Self:
        """Files that somebody may go on with, and imports on their way."""
        return self.filter(status__in=("columns", "check", "waiting", "running"))

    def claimable(self, now: datetime) -> Self:
        """Asked for and not begun, or begun by a worker that has gone."""
        return self.filter(Q(status="waiting") | Q(status="running", lease_until__lt=now)).order_by("made_at")


class DeletionRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own; the org admins, who act on it, see all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.is_org_admin else self.filter(person=user)


class PrivacyTextQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Published versions are for everyone, a draft for the org admins who write it."""
        writes = user.is_authenticated and user.is_active and user.is_org_admin
        return self if writes else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def in_force(self) -> Self:
        """The newest published version, if there is one."""
        newer = self.model._base_manager.filter(published_at__isnull=False, number__gt=OuterRef("number"))
        return self.published().filter(~Exists(newer))


class PrivacyReadingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own; the org admin counts all."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self if user.is_org_admin else self.filter(person=user)


def _people_visible_to(user: Any) -> models.QuerySet[Any]:
    from people.models import User

    return User.objects.visible_to(user)


def _active_people() -> models.QuerySet[Any]:
    """For conditions of an UPDATE: asked by a join, they would be weighed once, before the lock, and a race be lost."""
    from people.models import User

    return User.objects.filter(is_active=True)


def _person_words() -> models.QuerySet[Any]:
    from people.models import PersonWord

    return PersonWord.objects.all()
