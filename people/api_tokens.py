"""Tokens with which a program of somebody's own asks in their name (`/api/v1/`)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hmac import compare_digest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import ApiToken, User
from people.tokens import hash_of

# What a token may be made for, in the words of the page. Each may be read, or read and written.
AREAS = {
    "people": gettext_lazy("People and your profile"),
    "programs": gettext_lazy("Programs and who takes part"),
    "pairing": gettext_lazy("Pairing"),
    "relationships": gettext_lazy("Pairs, agreements, sessions, agendas and next steps"),
    "goals": gettext_lazy("Goals, values, reviews and aims"),
    "notes": gettext_lazy("Notes, your private ones too"),
    "surveys": gettext_lazy("Check-ins, your own answers"),
    "nudges": gettext_lazy("Reminders that were sent to you"),
    "setup": gettext_lazy("How this installation is"),
}
SCOPES = tuple(f"{area}:{how}" for area in AREAS for how in ("read", "write"))
DAYS = (30, 90, 365)
# So seldom a token says when it was last used: a request that reads should not write.
USED_EVERY = timedelta(minutes=5)
START = "mh_"


def draw() -> str:
    """A fresh token: `mh_`, eight characters by which its row is found, and 256 random bits (RFC 4086)."""
    return f"{START}{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"


def prefix_of(token: str) -> str:
    """The part that is stored in clear and shown in lists; "" for what cannot be a token."""
    start, found, _rest = token.removeprefix(START).partition("_")
    return start[:8] if found else ""


@verb("token.make")
def make(
    person: User, token: str, *, name: str, scopes: Iterable[str], days: int, by: User | None, now: datetime
) -> ApiToken:
    """Let `token` (from `draw`) act for a person within `scopes`, for `days`. `by` None is the server's console.

    Only its hash is kept. Raises NotYours for somebody else's, NotPossible for somebody who has left.
    """
    if by is not None and by.pk != person.pk:
        raise NotYours(_("Only %(name)s can make a token for %(name)s.") % {"name": person.first_name})
    if not person.is_active:
        raise NotPossible(_("%(name)s has left already.") % {"name": person.name})
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise NotPossible(_("There is no scope %(scope)s.") % {"scope": unknown[0]})
    return ApiToken.objects.create(
        person=person,
        name=name,
        prefix=prefix_of(token),
        token_hash=hash_of(token),
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )


@verb("token.revoke")
def revoke(row: ApiToken, *, by: User, now: datetime) -> ApiToken:
    """From this second on the token opens nothing."""
    if by.pk != row.person_id:
        raise NotYours(_("Only %(name)s can do that.") % {"name": row.person.first_name})
    if not ApiToken.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now):
        raise NotPossible(_("This token was revoked already."))
    row.refresh_from_db()
    return row


def find(token: str, now: datetime) -> ApiToken | None:
    """The row of a token that may be used now: neither revoked nor run out, and its person is here."""
    row = ApiToken.objects.usable(now).select_related("person").filter(prefix=prefix_of(token)).first()
    return row if row is not None and compare_digest(row.token_hash, hash_of(token)) else None


def note_use(row: ApiToken, now: datetime) -> None:
    """Write down that it was used, if that was long ago."""
    if row.last_used_at is None or now - row.last_used_at >= USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
