"""Finding people by the words that they are known by.

Each word of a person is a row, folded (no case, no accents) and stored as bytes: bytes sort alike on every database and
under every locale, so one plain index answers "starts with" (docs/decisions/0016).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from people.models import User

# What a person is found by. A write that names none of these leaves the words alone.
FIELDS = frozenset(("given_name", "family_name", "email", "employee_id"))
MOST_WORDS = 8  # of a question; every further one would cost a look-up and tell nothing
LONGEST = 100  # bytes of a word that are kept and compared
_PARTS = re.compile(r"[^\w]+")
_AFTER_ALL = b"\xff"  # no UTF-8 text has this byte


def folded(text: str) -> list[str]:
    """The words of a text without case and accents: "Zoë van-Dyk" is zoe, van-dyk."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold().split()


def words_of(person: User) -> set[bytes]:
    """What finds a person: each word of the names and the parts of double names, the address, the employee id."""
    names = folded(f"{person.given_name} {person.family_name}")
    parts = {part for name in names for part in _PARTS.split(name) if part}
    keys = folded(f"{person.email or ''} {person.employee_id or ''}")
    return {_cut(word) for word in (*names, *parts, *keys)}


def asked_for(words: str) -> list[Q]:
    """For each word that was typed, the condition on a row of words that starts with it."""
    starts = [_cut(word) for word in folded(words)[:MOST_WORDS]]
    return [Q(word__gte=start, word__lt=start + _AFTER_ALL) for start in starts]


def all_begin(words: str, text: str) -> bool:
    """Does each word that was typed begin a word of this text, or a part of a double one?"""
    there = folded(text)
    there += [part for word in there for part in _PARTS.split(word)]
    return all(any(word.startswith(start) for word in there) for start in folded(words)[:MOST_WORDS])


def touches(fields: Iterable[str] | None) -> bool:
    """Does writing these fields change how people are found? None is all fields."""
    return fields is None or not FIELDS.isdisjoint(fields)


def write_down(people: Iterable[User], rows: Any) -> None:
    """Make the rows of words (a queryset of PersonWord) those of these people as they are now."""
    wanted = {(person.pk, word) for person in people for word in words_of(person)}
    ids = {person_id for person_id, _ in wanted}
    there = {(found.person_id, bytes(found.word)): found.pk for found in rows.filter(person__in=ids)}
    if gone := [key for pair, key in there.items() if pair not in wanted]:
        rows.filter(pk__in=gone).delete()
    missing = sorted(wanted - there.keys())
    rows.bulk_create([rows.model(person_id=person_id, word=word) for person_id, word in missing], ignore_conflicts=True)


def _cut(word: str) -> bytes:
    return word.encode("utf-8", "replace")[:LONGEST]
