"""Every verb leaves its row in the audit: who did what to which thing, in which program, and nothing of what was
written (2.5). The list is `core.verbs.VERBS`; the calls stand in `tests/<app>/acts.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from inspect import signature
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Model

from core.models import AuditEvent
from core.verbs import VERBS
from programs.models import Program
from relationships.models import Relationship
from tests.audit.acts import Act, all_acts, import_everything, prepare
from tests.doors.payloads import WORD
from tests.make import NOW

pytestmark = pytest.mark.django_db
import_everything()

# Words of the code that a verb takes beside those that are choices of some field.
KEYS = {
    "accept",
    "takes_place",
    "Europe/Berlin",
    "only_me",
    "could_not",
    "redefining",
    "active",
    "resting",
    "change",
    "career",
    "life",
}
# People and their organization belong to no program, and of an answer to a check-in not even the program is told.
OF_NO_PROGRAM = ("people.", "core.organization", "surveys.answer")


def takes(name: str) -> Mapping[str, Any]:
    return signature(VERBS[name]).parameters


def texts_in(value: Any) -> Iterator[str]:
    """The texts of an argument, in lists and in mappings too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in value.values() for text in texts_in(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for part in value for text in texts_in(part))


def bare_texts(name: str, act: Act) -> list[str]:
    """Texts without the word that the audit is searched for, and parameters of text that the call leaves out."""
    given = signature(VERBS[name]).bind_partial(*act.args, **act.kwargs).arguments
    left_out = [key for key, taken in takes(name).items() if taken.annotation == "str" and key not in given]
    return left_out + [text for text in texts_in(given) if WORD not in text and text not in words_of_the_code()]


@cache
def words_of_the_code() -> set[str]:
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return KEYS | {str(value) for field in fields for value, _label in field.flatchoices}


@pytest.mark.parametrize("name", sorted(VERBS))
def test_a_verb_leaves_its_row_and_no_word_of_what_was_written(name: str) -> None:
    app = VERBS[name].__module__.partition(".")[0]
    assert name in all_acts(), f"No test calls the verb {name}: add a call to tests/{app}/acts.py."
    pair, act = prepare(name)
    assert bare_texts(name, act) == [], f"Put WORD into every text of {name} in tests/{app}/acts.py."
    before = list(AuditEvent.objects.values_list("number", flat=True))
    by = {"by": act.by} if "by" in takes(name) else {}
    returned = VERBS[name](*act.args, **act.kwargs, **by, now=NOW)
    rows = AuditEvent.objects.exclude(number__in=before).order_by("number").values()
    assert [row["verb"] for row in rows] == [*act.inside, name]
    assert WORD not in str(list(rows))
    actor = None if act.nobody or act.by is None else act.by.pk
    assert {row["actor_id"] for row in rows} == {actor}
    thing = returned if isinstance(returned, Model) else act.args[0]
    row = {key: value for key, value in rows[len(rows) - 1].items() if key not in {"number", "id", "actor_id", "verb"}}
    assert row == {
        "at": NOW,
        "object_type": thing._meta.label_lower,
        "object_id": thing.pk,
        "program_id": program_of(thing, pair),
    }


def program_of(thing: Model, pair: Relationship) -> UUID | None:
    """The program whose admins read of it: the pair's, or the one that was made."""
    if thing._meta.label_lower.startswith(OF_NO_PROGRAM):
        return None
    return thing.pk if isinstance(thing, Program) else pair.program_id


def test_no_call_is_of_a_verb_that_is_gone() -> None:
    assert sorted(set(all_acts()) - set(VERBS)) == []
