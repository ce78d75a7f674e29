"""The secrets of second steps: the key of a phone's app and the seed of the recovery codes.

allauth keeps both in the JSON of its `Authenticator` and asks its adapter to seal them. Its hook does not know the row,
so the place inside the seal is the kind of secret alone.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from core.keys import PREFIX, Ring, ring
from core.rotation import Count

LABEL = "second_step.secret"
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def seal(secret: str) -> str:
    """The stored form."""
    return ring().seal(LABEL, "", secret)


def open_sealed(stored: str) -> str:
    """The secret behind a stored form. Raises SealBroken."""
    return ring().open(LABEL, "", stored)


def seal_what_is_plain(authenticators: Any) -> None:
    """What was written before secrets were sealed; `authenticators` is the manager that a migration has."""
    for one, name in _secrets(authenticators):
        if not one.data[name].startswith(PREFIX):
            _swap(authenticators, one, name, seal(one.data[name]))


def rotate(keys: Ring) -> Count:
    """Seal them all again with the newest key."""
    count = Count()
    for one, name in _secrets(Authenticator.objects):
        if keys.is_newest(one.data[name]):
            count.already += 1
        elif keys.is_sealed_for(LABEL, one.data[name]):
            count.rotated += _swap(Authenticator.objects, one, name, keys.reseal(one.data[name]))
        else:
            count.unreadable += 1
    return count


def _secrets(authenticators: Any) -> Any:
    for one in authenticators.filter(type__in=SECRETS).order_by("pk"):
        yield one, SECRETS[one.type]


def _swap(authenticators: Any, one: Any, name: str, stored: str) -> int:
    """Not over what changed meanwhile: a recovery code that is used is marked in the same JSON."""
    return int(authenticators.filter(pk=one.pk, data=one.data).update(data={**one.data, name: stored}))
