"""The privacy text: an org admin writes it in versions, everybody reads the one in force before anything else."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import PrivacyReading, PrivacyText, User

FIELDS = ("purpose", "contacts")


@verb("privacy.write")
def write(*, by: User, now: datetime, purpose: str, contacts: str) -> PrivacyText:
    """Keep a draft of the next version; what is in force stays as it is."""
    require_org_admin(by)
    draft: PrivacyText | None = PrivacyText.objects.filter(published_at__isnull=True).first()
    if draft is not None:
        PrivacyText.objects.filter(pk=draft.pk, published_at__isnull=True).update(purpose=purpose, contacts=contacts)
        draft.refresh_from_db()
        return draft
    newest = PrivacyText.objects.aggregate(Max("number"))["number__max"] or 0
    try:
        with transaction.atomic():
            draft = PrivacyText.objects.create(number=newest + 1, purpose=purpose, contacts=contacts)
    except IntegrityError:
        raise NotPossible(_("Somebody else began a new version a moment ago. Load the page again.")) from None
    return draft


@verb("privacy.publish")
def publish(text: PrivacyText, *, by: User, now: datetime) -> PrivacyText:
    """Put a draft in force; from now on it is never changed, and everyone is asked to read it."""
    require_org_admin(by)
    if not PrivacyText.objects.filter(pk=text.pk, published_at__isnull=True).update(published_at=now, published_by=by):
        raise NotPossible(_("This version is published already."))
    text.refresh_from_db()
    return text


@verb("privacy.read")
def read(text: PrivacyText, *, by: User, now: datetime) -> PrivacyReading:
    """`by` has read the version in force. Raises NotPossible for another one: the page is to be read as it stands."""
    if not PrivacyText.objects.in_force().filter(pk=text.pk).exists():
        raise NotPossible(_("The text was changed a moment ago. Read it as it stands now."))
    reading, _made = PrivacyReading.objects.get_or_create(text=text, person=by, defaults={"at": now})
    return reading


def in_force() -> PrivacyText | None:
    return PrivacyText.objects.in_force().first()


def readers_of(text: PrivacyText, by: User) -> tuple[int, int]:
    """How many have read it, of how many who have ever been here and still are."""
    here = User.objects.active().filter(last_login__isnull=False)
    read_it = PrivacyReading.objects.visible_to(by).filter(text=text, person__in=here)
    return read_it.count(), here.count()


def require_org_admin(by: User) -> None:
    """Raises NotYours for everybody else."""
    if not (by.is_active and by.is_org_admin):
        raise NotYours(_("Only an organization admin can change the privacy page."))
