"""System checks of the house: they fail at start, before anything is written."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.data_classes import Unclassified, registry
from core.fields import encrypted_fields

# Keys that stand in examples and tests: whoever reads the source has them.
PUBLIC_KEYS = ("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",)


@register()
def production_has_its_own_keys(**kwargs: Any) -> list[CheckMessage]:
    if not settings.PRODUCTION:
        return []
    if not settings.FIELD_KEYS:
        return [Error("FIELD_KEYS is required in production", id="core.E001")]
    if any(key in PUBLIC_KEYS for key in settings.FIELD_KEYS):
        return [Error("FIELD_KEYS holds an example key", id="core.E001")]
    return []


@register()
def every_model_is_classified(**kwargs: Any) -> list[CheckMessage]:
    try:
        registry()
    except Unclassified as error:
        return [Error(str(error), id="core.E004")]
    return []


@register()
def labels_are_unique(**kwargs: Any) -> list[CheckMessage]:
    """Two columns with one label would open each other's values."""
    fields = [field for model in apps.get_models() for field in encrypted_fields(model) if not model._meta.proxy]
    labels = Counter(field.label for field in fields)
    twice = [field for field in fields if labels[field.label] > 1]
    return [Error(f"the label {field.label!r} is used twice", obj=field, id="core.E005") for field in twice]
