"""The secrets of second steps: the key of a phone's app and the seed of the recovery codes.

allauth keeps both in the JSON of its `Authenticator` and asks its adapter to seal them. Its hook does not know the row,
so the place inside the seal is the kind of secret alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import TextField
from django.db.models.functions import Cast

from core.errors import SealBroken
from core.keys import PREFIX, Ring, ring
from core.rotation import Count

LABEL = "second_step.secret"
SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def seal(secret: str) -> str:
    """The stored form."""
    return ring().seal(LABEL, "", secret)


def open_sealed(stored: str) -> str:
    """The secret behind a stored form; one that was written before they were sealed is itself. Raises SealBroken."""
    return ring().open(LABEL, "", stored) if _is_sealed(stored) else stored


def rotate(keys: Ring, authenticators: Any = None) -> Count:
    """Seal them all again with the newest key, and what was written before they were sealed for the first time;
    `authenticators` is the manager that a migration has."""
    authenticators, count = authenticators or Authenticator.objects, Count()
    for pk in list(authenticators.filter(type__in=SECRETS).order_by("pk").values_list("pk", flat=True)):
        before, after = _change(authenticators, pk, partial(_again, keys))
        if after and not keys.is_newest(after):
            count.unreadable += 1
        elif before == after:
            count.already += 1
        else:
            count.rotated += 1
    return count


def some(most: int) -> Any:
    """The newest of them, as the text of their JSON."""
    found = Authenticator.objects.filter(type__in=SECRETS).order_by("-pk")[:most]
    return found.values_list(Cast("data", TextField()))


def opens(text: str) -> bool:
    """Do the secrets in this JSON open with the keys of this installation?"""
    try:
        return all(open_sealed(value) for name, value in json.loads(text).items() if name in SECRETS.values())
    except SealBroken:
        return False


def _is_sealed(stored: str) -> bool:
    return stored.startswith(PREFIX)


def _again(keys: Ring, stored: str) -> str:
    if not _is_sealed(stored):
        return seal(stored)
    return keys.reseal(stored) if not keys.is_newest(stored) and keys.is_sealed_for(LABEL, stored) else stored


def _change(authenticators: Any, pk: Any, to: Callable[[str], str]) -> tuple[str, str]:
    """The stored form before and after. A recovery code that is used meanwhile is marked in the same JSON, and writes
    the old form back: so it is tried until nobody was quicker. Both empty where there is none, or no longer."""
    while True:
        one = authenticators.filter(pk=pk).first()
        name = SECRETS[one.type] if one is not None else ""
        before = one.data.get(name, "") if one is not None else ""
        after = to(before) if before else ""
        if before == after or authenticators.filter(pk=pk, data=one.data).update(data={**one.data, name: after}):
            return before, after
