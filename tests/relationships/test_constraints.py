"""What the database itself refuses, tried by inserting the bad row with SQL (S0-04, S0-14, S0-16)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from people.models import User
from relationships import kinds
from relationships.models import Relationship
from tests.bad_rows import insert_like
from tests.make import TODAY, make_agreement, make_pair, make_person

pytestmark = pytest.mark.django_db


def fresh() -> dict[str, Any]:
    """Two other people, so that only the column under test offends."""
    return {"guide": make_person("Leo").pk, "learner": make_person("Amara").pk}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_good_row_goes_in(kind: str) -> None:
    insert_like(make_pair(kind), **fresh())
    assert Relationship.objects.filter(kind=kind).count() == 2


@pytest.mark.parametrize(
    "dates",
    [
        {"ends_on": None},
        {"starts_on": None},
        {"starts_on": None, "ends_on": None},
        {"ends_on": date(2026, 9, 25)},
        {"ends_on": date(2026, 9, 1)},
    ],
    ids=["no end", "no start", "neither", "ends when it starts", "ends before"],
)
def test_coaching_needs_an_end_after_its_start(dates: dict[str, Any]) -> None:
    """S0-14, S1-04, S3-19."""
    with pytest.raises(IntegrityError, match="only_coaching_has_an_end_date"):
        insert_like(make_pair("coaching"), **fresh(), **dates)


@pytest.mark.parametrize("starts_on", [date(2026, 9, 25), None])
def test_mentoring_has_no_end_date(starts_on: date | None) -> None:
    """S0-16."""
    with pytest.raises(IntegrityError, match="only_coaching_has_an_end_date"):
        insert_like(make_pair("mentoring"), **fresh(), starts_on=starts_on, ends_on=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (kind, status)
        for kind, module in kinds.KINDS.items()
        for status in [*kinds.OPEN_STATUSES, *kinds.OVER_STATUSES, "", "nonsense"]
        if status not in module.STATUSES
    ],
)
def test_a_status_of_the_other_kind_is_refused(kind: str, status: str) -> None:
    with pytest.raises(IntegrityError, match="status_is_one_of_the_kinds"):
        insert_like(make_pair(kind), **fresh(), status=status)


@pytest.mark.parametrize("column", ["status", "kind", "guide", "learner", "program", "place", "cadence_days"])
def test_nothing_of_these_may_be_missing(column: str) -> None:
    """S1-04: the cadence among them."""
    with pytest.raises(IntegrityError):
        insert_like(make_pair(), **{**fresh(), column: None})


def test_a_kind_that_is_none_of_the_two_is_refused() -> None:
    with pytest.raises(IntegrityError):
        insert_like(make_pair(), **fresh(), kind="training")


def test_nobody_is_paired_with_themselves() -> None:
    pair = make_pair()
    with pytest.raises(IntegrityError, match="guide_is_not_learner"):
        insert_like(pair, guide=pair.learner_id, learner=pair.learner_id)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_pair_is_open_once(kind: str) -> None:
    pair = make_pair(kind)
    with pytest.raises(IntegrityError):
        insert_like(pair, place=2)
    insert_like(pair, place=2, status="closed", ended_on=date(2026, 11, 1))


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_place_is_held_once(kind: str) -> None:
    pair = make_pair(kind)
    with pytest.raises(IntegrityError):
        insert_like(pair, learner=make_person("Bo").pk)
    insert_like(pair, learner=make_person("Bo").pk, place=2)


def test_one_agreement_is_in_force() -> None:
    agreement = make_agreement(make_pair("mentoring", status="agreeing"))
    with pytest.raises(IntegrityError):
        insert_like(agreement, version=2)
    assert agreement.in_force_at is not None
    insert_like(agreement, version=2, superseded_at=agreement.in_force_at + timedelta(days=1))


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_pair_is_two_people_and_has_no_room_for_a_third(kind: str) -> None:
    """S4-01: one guide and one learner, both there and not the same; a sponsor is none of them."""
    people = {field.name for field in Relationship._meta.get_fields() if field.related_model is User and field.concrete}
    assert people == {"guide", "learner", "ended_by"}
    assert not Relationship._meta.many_to_many
    pair = make_pair(kind)
    for column in ("guide", "learner"):
        with pytest.raises(IntegrityError):
            insert_like(pair, **{**fresh(), column: None})
    third = make_person("Karl")
    Relationship.objects.filter(pk=pair.pk).update(ended_by=third)
    pair.refresh_from_db()
    assert pair.role_of(third) is None
    assert not Relationship.objects.shared_with(third, TODAY).exists()
