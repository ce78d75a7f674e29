"""What people wrote: the texts of a page that no translation knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, Model, TextField

from tests.architecture.floors import APPS
from tests.languages.pseudo import OPEN

LETTERS = re.compile(r"[^\W\d_]{2,}")
# Names that no language changes: the product, the clock of the world, zones, addresses, kinds of file, secrets.
NAMES = re.compile(
    r"Manyhands|\b[A-Z]\w+(?:/[\w+-]+)+|\bUTC\b|\S+@\S+|https?://\S+|\S+\.csv|\b(?:CSV|XLSX|API)\b|\b[A-Z2-7]{32}\b"
)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value[:1] in {"{", "["}:
        yield from _texts_in(json.loads(value))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)


def _texts_of(model: type[Model]) -> Iterator[str]:
    """Of every row every text that somebody typed; a choice is a word of the code, and no data."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and not field.choices
    ]
    for row in model._base_manager.all() if fields else ():
        yield from _texts_in([getattr(row, field.attname) for field in fields])


def texts_of_people() -> re.Pattern[str]:
    """Whatever stands in the rows of our own tables, the longest first."""
    found = {
        " ".join(text.split())
        for app in [*(app for app in APPS if apps.is_installed(app)), "mfa"]
        for model in apps.get_app_config(app).get_models()
        for text in _texts_of(model)
        if LETTERS.search(text) and OPEN not in text
    }
    lines = {line for text in found for line in [text, *text.splitlines()]}
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(lines, key=len, reverse=True)))


def bare(pieces: list[str], people: re.Pattern[str]) -> list[str]:
    """The pieces in which words are left that neither a translation nor a person wrote."""
    found = []
    for piece in pieces:
        left = people.sub(" ", NAMES.sub(" ", " ".join(piece.split())))
        if LETTERS.search(left):
            found.append(" ".join(piece.split()))
    return found
