"""What a verb may raise. The doors turn each into one answer (`core.doors`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied


class NotYours(PermissionDenied):
    """Somebody of the pair, or of the program, may not do this (403). The sentence names whose right it is, and is
    shown; what any other PermissionDenied carries never is."""


class NotPossible(Exception):
    """The person may, but the thing cannot from its state (409). `missing` lists what a gate still asks for."""

    def __init__(self, message: Any, missing: Sequence[Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.missing = list(missing or [])

    def __str__(self) -> str:
        return str(self.message)


class Stale(Exception):
    """Somebody else saved first (409). Carries both texts, field by field, so that neither writer loses words."""

    def __init__(self, current: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        super().__init__("saved by somebody else in the meantime")
        self.current = dict(current)
        self.mine = dict(mine)


class SealBroken(Exception):
    """A sealed value does not open here: another row, another column, an unknown key, or changed bytes."""


class AppendOnly(TypeError):
    """Somebody tried to change or delete a row of a table that only grows."""
