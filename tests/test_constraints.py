"""Every constraint of every model refuses its bad row, put in by SQL; the list comes from the models."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models

from tests.bad_rows import BAD_ROWS, HELPS_A_FOREIGN_KEY, insert_like

CONSTRAINTS: dict[str, tuple[type[models.Model], models.BaseConstraint]] = {
    constraint.name: (model, constraint)
    for model in apps.get_models()
    if (settings.BASE_DIR / model._meta.app_label).is_dir()
    for constraint in model._meta.constraints
}
CASES = [(name, number) for name, (_maker, changes) in BAD_ROWS.items() for number in range(len(changes))]


def test_there_is_a_bad_row_for_every_constraint() -> None:
    assert len(CONSTRAINTS) > 50
    assert set(BAD_ROWS) == set(CONSTRAINTS) - HELPS_A_FOREIGN_KEY


def named_by(name: str, error: IntegrityError) -> bool:
    """Whether this very constraint refused; SQLite names the columns of a unique one instead."""
    model, constraint = CONSTRAINTS[name]
    if name in str(error):
        return True
    if connection.vendor != "sqlite" or not isinstance(constraint, models.UniqueConstraint):
        return False
    columns = [cast("models.Field[Any, Any]", model._meta.get_field(field)).column for field in constraint.fields]
    return str(error).endswith(": " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "number"), CASES)
def test_the_database_itself_refuses_a_bad_row(name: str, number: int) -> None:
    make, changes = BAD_ROWS[name]
    row: Any = make()
    change = changes[number]
    said = change(row) if callable(change) else change
    with pytest.raises(IntegrityError) as refused:
        insert_like(row, **said)
    assert named_by(name, refused.value), refused.value
