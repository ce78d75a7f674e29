"""Who in the directory sees whom. Floors above add their reasons with `also_visible`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

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

    def search(self, words: str) -> Self:
        """People whose name, e-mail or employee id starts with each of the words."""
        found = self
        for word in words.lower().split():
            found = found.filter(
                Q(given_name__istartswith=word)
                | Q(family_name__istartswith=word)
                | Q(email__startswith=word)
                | Q(employee_id__istartswith=word)
            )
        return found


class UserManager(BaseUserManager["User"]):
    """Makes people for tests, commands and the first admin; doors use the verbs."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_org_admin=True, **{"given_name": email.split("@")[0], **fields})


class RoleHeldQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person__in=_people_visible_to(user))


class SkillQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The names of skills are nobody's secret."""
        return self if user.is_authenticated else self.none()


class PersonSkillQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person__in=_people_visible_to(user))


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Nobody reads invitations; whoever holds the link has it."""
        return self.none()

    def usable(self, now: datetime) -> Self:
        return self.filter(used_at__isnull=True, expires_at__gt=now, person__in=_active_people())


class EmailChangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()

    def waiting(self, now: datetime) -> Self:
        return self.filter(used_at__isnull=True, expires_at__gt=now, person__in=_active_people())


class JobTitleQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What a code means is nobody's secret."""
        return self if user.is_authenticated else self.none()


class ImportJobQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, while one may import; the org admin reads all."""
        if not user.is_authenticated or not may_import(user):
            return self.none()
        return self if user.is_org_admin else self.filter(by=user)

    def unfinished(self) -> Self:
        """Files that somebody may go on with, and imports on their way."""
        return self.filter(status__in=("columns", "check", "waiting", "running"))

    def claimable(self, now: datetime) -> Self:
        """Asked for and not begun, or begun by a worker that has gone."""
        return self.filter(Q(status="waiting") | Q(status="running", lease_until__lt=now)).order_by("made_at")


def _people_visible_to(user: Any) -> models.QuerySet[Any]:
    from people.models import User

    return User.objects.visible_to(user)


def _active_people() -> models.QuerySet[Any]:
    """For conditions of an UPDATE: asked by a join, they would be weighed once, before the lock, and a race be lost."""
    from people.models import User

    return User.objects.filter(is_active=True)
