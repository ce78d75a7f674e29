"""The data-class registry: every model states what kind of data it holds.

A model says `data_class = DataClass.D2`; single fields that differ go into `field_classes`. Models of other people's
apps are classified in `THIRD_PARTY`. `registry()` raises on anything that nobody has classified.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import cast

from django.apps import apps
from django.db.models import Model


class Unclassified(LookupError):
    """A model, or a field, has no data class."""


class DataClass(StrEnum):
    """Who may read what.

    ===== ===================================== ==========================================================
    class what                                  readers beside the author
    ===== ===================================== ==========================================================
    D0    public profile: name, role, skills    everyone
    D1    contact, HR attributes                other half while open; line manager the basics; admins
    D2    pairing, session dates and states     other half; sponsor what `discloses` lists; admins
    D3    agenda, goals, shared notes, actions  other half; sponsor the goals that the learner released
    D4    private note                          nobody
    D5    check-in and survey answer            nobody, never raw
    D6    raw 360 answer                        nobody; the program admin sees a completion count
    D7    360 report                            the coach, if the coachee shares
    D8    assessment                            the coach, if the coachee shares
    D9    wishes, "not with X", special         program admin where pairing needs it
    D10   concern, help request                 the named contact
    D11   aggregate                             everyone, from audited releases of at least k persons
    D12   audit event, without content          program admin the own program; org admin
    D13   secret or token                       nobody, stored hashed or sealed
    ===== ===================================== ==========================================================
    """

    D0 = "D0"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D6 = "D6"
    D7 = "D7"
    D8 = "D8"
    D9 = "D9"
    D10 = "D10"
    D11 = "D11"
    D12 = "D12"
    D13 = "D13"

    @property
    def number(self) -> int:
        return int(self.value[1:])

    @property
    def is_confidential(self) -> bool:
        """D3 to D10: text of these is sealed, and no admin reads it."""
        return 3 <= self.number <= 10

    @property
    def is_scoped(self) -> bool:
        """D2 to D10: rows are read through `visible_to(user)`."""
        return 2 <= self.number <= 10


# A label, or "app.*" for the whole app. The more exact name wins.
THIRD_PARTY: dict[str, DataClass] = {
    "auth.user": DataClass.D1,
    "auth.permission": DataClass.D0,
    "auth.group": DataClass.D0,
    "contenttypes.contenttype": DataClass.D0,
    "sites.site": DataClass.D0,
    "sessions.session": DataClass.D13,
    "admin.logentry": DataClass.D12,
    "account.emailaddress": DataClass.D1,
    "account.*": DataClass.D13,
    "mfa.*": DataClass.D13,
    "usersessions.*": DataClass.D1,
}


def class_of(model: type[Model]) -> DataClass:
    """The class a model states; for other people's models the one in `THIRD_PARTY`. Raises `Unclassified`."""
    stated: DataClass | None = getattr(model, "data_class", None)
    if stated is None and model._meta.auto_created:
        return class_of(cast("type[Model]", model._meta.auto_created))  # the table of a many-to-many field
    if stated is None:
        label = model._meta.label_lower
        stated = THIRD_PARTY.get(label) or THIRD_PARTY.get(f"{model._meta.app_label}.*")
    if stated is None:
        raise Unclassified(f"{model._meta.label} states no data_class")
    return stated


def classes_of(model: type[Model]) -> dict[str, DataClass]:
    """Every concrete field of a model with its class. Raises `Unclassified` on a model or on a misspelt exception."""
    default = class_of(model)
    exceptions: Mapping[str, DataClass] = getattr(model, "field_classes", {})
    names = [field.name for field in model._meta.concrete_fields]
    unknown = set(exceptions) - set(names)
    if unknown:
        raise Unclassified(f"{model._meta.label}.field_classes names no field: {', '.join(sorted(unknown))}")
    return {name: exceptions.get(name, default) for name in names}


def registry() -> dict[tuple[str, str], DataClass]:
    """(model label, field name) → class, for every field of every table. Raises `Unclassified`."""
    tables = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {(m._meta.label, name): found for m in tables for name, found in classes_of(m).items()}
