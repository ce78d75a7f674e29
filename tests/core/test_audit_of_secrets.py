"""That somebody wrote a private note, answered, skipped, or asked for help is nobody's business: the audit keeps that
it happened, without the name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.models import AuditEvent
from goals import looking_back
from notes import writing
from people.models import User
from relationships.models import Relationship
from surveys import helping, rounds
from surveys.models import Round
from tests.make import NOW, TODAY, make_pair

pytestmark = pytest.mark.django_db


def asked(pair: Relationship) -> Round:
    facts: dict[str, Any] = {"number": 1, "opens_on": TODAY, "closes_on": TODAY.replace(day=28)}
    return Round.objects.create(relationship=pair, instrument="trust", **facts)


def help_and_answer(pair: Relationship, by: User) -> None:
    request = helping.ask(pair, by=by, now=NOW)
    helping.answered(request, by=request.contact, now=NOW)


SECRETS: dict[str, Callable[[Relationship, User], Any]] = {
    "note.write": lambda pair, by: writing.write(pair, "only_me", "Ask about the offer", by=by, now=NOW),
    "check_in.answer": lambda pair, by: rounds.answer(asked(pair), {"care": 2}, by=by, now=NOW),
    "check_in.skip": lambda pair, by: rounds.skip(asked(pair), by=by, now=NOW),
    "help.ask": lambda pair, by: helping.ask(pair, by=by, now=NOW),
    "help.answered": help_and_answer,
    "look_back.answer": lambda pair, by: looking_back.answer(pair, "end", by=by, now=NOW),
}


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_the_audit_names_nobody_beside_what_only_its_author_may_know(name: str) -> None:
    pair = make_pair()
    SECRETS[name](pair, pair.learner)
    assert AuditEvent.objects.filter(verb=name).exists()
    assert not AuditEvent.objects.filter(verb=name, actor_id__isnull=False).exists()


def test_the_audit_names_who_writes_for_the_two() -> None:
    pair = make_pair()
    writing.write(pair, "both", "What we said", by=pair.learner, now=NOW)
    assert AuditEvent.objects.get(verb="note.write").actor_id == pair.learner.pk
