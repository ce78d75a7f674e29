"""Hundreds of rows by the plain `make_*` functions, at the price of a few statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models import Model


@contextmanager
def in_bulk() -> Iterator[None]:
    """What is made inside goes into the database table by table: at the end, and before anything there is changed.

    A question inside does not find it. So a thing that others hang on, or that is looked for by more than its key, is
    made before.
    """
    made: dict[type[Model], list[Model]] = {}
    plain = Model.save

    def save(self: Model, *how: Any, **more: Any) -> None:
        if not self._state.adding:
            plain(self, *how, **more)
            return
        self._state.adding, self._state.db = False, connection.alias
        made.setdefault(type(self), []).append(self)

    def flush() -> None:
        while made:
            model = next(iter(made))
            model._base_manager.bulk_create(made.pop(model))

    def before(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("UPDATE", "DELETE")):
            flush()
        return execute(sql, *rest)

    with patch.object(Model, "save", save), connection.execute_wrapper(before):
        yield
        flush()
