"""What the database itself refuses, by SQL behind the back of the verbs."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.ids import new_id
from goals.models import CoachingGoal, LookBack, MentoringIntent, Review
from tests.make import NOW, TODAY, make_aim, make_goal, make_pair, make_review

pytestmark = pytest.mark.django_db
LEAVES: list[tuple[Any, str]] = [
    (CoachingGoal, "mentoring"), (Review, "mentoring"), (MentoringIntent, "coaching"), (LookBack, "coaching"),
]  # fmt: skip


def _look_back(pair: Any) -> LookBack:
    return LookBack.objects.create(relationship=pair, author=pair.learner, on_day=TODAY, answer="rest", at=NOW)


MAKE = {CoachingGoal: make_goal, Review: make_review, MentoringIntent: make_aim, LookBack: _look_back}


def copy_to(model: Any, row: Any, relationship: Any) -> None:
    """INSERT … SELECT: the row again, on another relationship."""
    columns = [field.column for field in model._meta.concrete_fields]
    picked = ", ".join({"id": "%s", "relationship_id": "%s"}.get(name, name) for name in columns)
    keys = [str(new_id()), str(relationship.pk)]
    if connection.vendor == "sqlite":
        keys = [key.replace("-", "") for key in keys]
    values = [keys[["id", "relationship_id"].index(name)] for name in columns if name in {"id", "relationship_id"}]
    table = model._meta.db_table
    where = str(row.pk).replace("-", "") if connection.vendor == "sqlite" else str(row.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {picked} FROM {table} WHERE id = %s", [*values, where]
        )


@pytest.mark.parametrize(("model", "other"), LEAVES)
def test_a_leaf_on_a_pair_of_the_wrong_kind_is_refused(model: Any, other: str) -> None:
    """S0-04: PostgreSQL refuses by a composite foreign key; on SQLite the verbs do, which test_goals and test_aims
    show, and a row of the right kind passes on both."""
    right = "coaching" if other == "mentoring" else "mentoring"
    row = MAKE[model](make_pair(right))  # type: ignore[operator]
    copy_to(model, row, make_pair(right))
    assert model.objects.count() == 2
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            copy_to(model, row, make_pair(other))
    else:
        copy_to(model, row, make_pair(other))
        assert model.objects.count() == 3  # SQLite takes it: that is why no verb writes it


@pytest.mark.parametrize(
    ("model", "what"),
    [
        ("goal", {"claimed_at": NOW}),
        ("goal", {"state": "attained"}),
        ("metric", {"waived_at": NOW}),
        ("metric", {"cadence_days": 0}),
    ],
)
def test_half_a_fact_is_refused(model: str, what: dict[str, Any]) -> None:
    """Who, when and why come together; NULL does not slip through a CHECK."""
    goal = make_goal(make_pair("coaching"))
    thing = goal if model == "goal" else goal.metric
    with pytest.raises(IntegrityError), transaction.atomic():
        type(thing)._base_manager.filter(pk=thing.pk).update(**what)


def test_nobody_confirms_what_they_claimed() -> None:
    """C11, in the database as well."""
    goal = make_goal(make_pair("coaching"))
    both = {"claimed_by": goal.relationship.learner, "claimed_at": NOW, "confirmed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        CoachingGoal.objects.filter(pk=goal.pk).update(confirmed_by=goal.relationship.learner, **both)
    CoachingGoal.objects.filter(pk=goal.pk).update(confirmed_by=goal.relationship.guide, **both)


def test_one_value_a_day_and_one_first_value() -> None:
    goal = make_goal(make_pair("coaching"), 20)
    first = goal.metric.first_value
    assert first is not None
    for more in ({"on_day": first.on_day}, {"on_day": TODAY, "is_first": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            goal.metric.measurements.create(value=1, entered_by=goal.relationship.learner, entered_at=NOW, **more)
