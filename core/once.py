"""A write that is sent again with the same Idempotency-Key is done once and answered twice.

The answer is kept for a day, sealed, because it may hold what two people wrote. A refusal changed nothing and is kept
by nobody: the same key may be sent again.
(IETF draft-ietf-httpapi-idempotency-key-header.)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import KeptAnswer

KEPT_FOR = timedelta(days=1)


class OtherBody(Exception):
    """The key was sent before with something else in it."""


class Answer:
    """What was answered: status, the headers that belong to the answer, body."""

    def __init__(self, status: int, headers: dict[str, str], body: Any) -> None:
        self.status, self.headers, self.body = status, headers, body


def answered(person: Any, key: str, asked: str, now: datetime) -> Answer | None:
    """The first answer to this key, if there is one. Raises OtherBody if it was given to something else.

    `asked` is all that was asked, as one text: method, address, body.
    """
    kept = KeptAnswer.objects.filter(person_id=person.pk, key_hash=_hash("key", key), at__gt=now - KEPT_FOR).first()
    if kept is None:
        return None
    if not constant_time_compare(kept.asked_hash, _hash("asked", asked)):
        raise OtherBody
    return Answer(**json.loads(kept.answer or ""))


def answer(person: Any, key: str, asked: str, now: datetime, do: Callable[[], Answer]) -> Answer:
    """Do it and keep the answer, in one transaction; of two at once the second waits and is given the first's answer.

    Raises what `do` raises (then nothing is kept), and OtherBody.
    """
    with transaction.atomic():
        KeptAnswer.objects.filter(person_id=person.pk, at__lte=now - KEPT_FOR).delete()
        kept = KeptAnswer(person_id=person.pk, key_hash=_hash("key", key), asked_hash=_hash("asked", asked), at=now)
        try:
            with transaction.atomic():
                kept.save()
        except IntegrityError:
            first = answered(person, key, asked, now)
            if first is None:
                raise
            return first
        made = do()
        kept.answer = json.dumps(vars(made))
        kept.save(update_fields=["answer"])
        return made


def forget(now: datetime) -> int:
    """Let go of the answers that nobody asks for any more. → how many."""
    return KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).delete()[0]


def _hash(what: str, text: str) -> str:
    return salted_hmac(f"manyhands.once.{what}", text, algorithm="sha256").hexdigest()
