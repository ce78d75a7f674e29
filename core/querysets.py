"""Who may read the audit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import models

from core.errors import AppendOnly

if TYPE_CHECKING:
    from core.models import AuditEvent  # noqa: F401 (named below as text)


# The trigger in the database knows this number too (migration 0002).
AUDIT_KEPT_FOR = timedelta(days=730)


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """Rows only come; `programs` adds the events of a program's admins to the ones a person caused."""

    def visible_to(self, user: Any) -> Self:
        """A person's own events."""
        return self.filter(actor_id=user.pk) if user.is_authenticated and user.is_active else self.none()

    def about(self, thing: models.Model) -> Self:
        return self.filter(object_type=thing._meta.label_lower, object_id=thing.pk)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit rows are never changed")

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        raise AppendOnly("audit rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit rows are never deleted")

    def outlived(self, now: datetime) -> Self:
        """Rows that are older than the audit is kept for."""
        return self.filter(at__lt=now - AUDIT_KEPT_FOR)

    def forget_outlived(self, now: datetime, most: int) -> int:
        """The one way that rows go: the oldest `most` of those that outlived their time. → how many went."""
        oldest = self.outlived(now).order_by("number").values_list("number", flat=True)[:most]
        return models.QuerySet.delete(self.model._base_manager.filter(number__in=list(oldest)))[0]
