"""The two kinds, and the moves between their states."""

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import NotPossible
from people.models import User
from relationships import kinds
from relationships.models import Relationship, StatusChange
from tests.make import NOW, make_pair

pytestmark = pytest.mark.django_db

EVERY_PAIR_OF_STATES = [
    (kind, old, new) for kind, module in kinds.KINDS.items() for old in module.STATUSES for new in module.STATUSES
]


def public_names(module: object) -> set[str]:
    return {name for name in vars(module) if name.isupper()}


def test_both_kinds_define_the_same_names() -> None:
    assert public_names(kinds.coaching) == public_names(kinds.mentoring)


@pytest.mark.parametrize(("kind", "old", "new"), EVERY_PAIR_OF_STATES)
def test_a_move_that_the_kind_does_not_know_is_refused(
    kind: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relationships.gates.missing_for", lambda relationship, names: [])
    pair = make_pair(kind, status=old)
    move = kinds.of(kind).MOVES.get((old, new))
    if move is None or old == "proposed":
        with pytest.raises(NotPossible):
            pair.move(new, by=pair.guide, now=NOW)
        assert Relationship.objects.get(pk=pair.pk).status == old
    else:
        pair.move(new, by=pair.guide, now=NOW)
        assert Relationship.objects.get(pk=pair.pk).status == new
        assert StatusChange.objects.filter(relationship=pair, from_status=old, to_status=new).exists()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_second_yes_moves_a_proposal_on(kind: str) -> None:
    pair = make_pair(kind, status="proposed")
    pair.say_yes(by=pair.guide, now=NOW)
    assert pair.status == "proposed"
    pair.say_yes(by=pair.learner, now=NOW)
    assert pair.status == kinds.of(kind).AFTER_YES


def test_nobody_learns_who_said_no() -> None:
    pair = make_pair(status="proposed")
    pair.say_no(by=pair.guide, now=NOW)
    assert pair.status == "lapsed"
    assert StatusChange.objects.get(relationship=pair).by is None


def test_a_stranger_moves_nothing(outsider: User) -> None:
    pair = make_pair()
    with pytest.raises(PermissionDenied):
        pair.end(by=outsider, now=NOW)
    assert Relationship.objects.get(pk=pair.pk).status == "active"
