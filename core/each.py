"""What the clock does to many rows: each by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model

from core.errors import NotPossible

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def each(rows: Iterable[Row], step: Callable[[Row], object]) -> int:
    """Does the step, a verb, with every row; one that cannot move by now, or is broken, does not stop the others. → how
    many moved."""
    done = 0
    for row in rows:
        try:
            step(row)
        except NotPossible:
            continue
        except Exception:
            log.exception("%s %s could not be moved on", row._meta.label_lower, row.pk)
        else:
            done += 1
    return done
