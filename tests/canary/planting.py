"""Planting a word in every confidential field, and saying who may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from core.data_classes import DataClass, registry
from core.fields import EncryptedTextField
from people.models import User
from programs.models import ProgramAdmin
from relationships.models import Relationship
from tests.doors.world import World

AUTHORS = ("author", "person", "proposed_by", "raised_by", "asked_by", "by", "owner")


@dataclass(frozen=True)
class Plant:
    """A word in one field of one row."""

    word: str
    label: str
    data_class: DataClass
    row: models.Model

    @property
    def place(self) -> str:
        return f"{self.label} ({self.data_class})"


def confidential_fields() -> list[tuple[EncryptedTextField, DataClass]]:
    """Every sealed field of D3 to D10, from the registry. Raises Unclassified if a model says nothing."""
    found = []
    for (label, name), data_class in registry().items():
        field = apps.get_model(label)._meta.get_field(name)
        if data_class.is_confidential and isinstance(field, EncryptedTextField):
            found.append((field, data_class))
    return found


def plant(world: World) -> list[Plant]:
    """Write a word of its own into every confidential field of every row of the world."""
    plants: list[Plant] = []
    for field, data_class in confidential_fields():
        for row in field.model._base_manager.order_by("pk"):
            word = f"zq{len(plants):04d}qz"
            shape = world.plants.get(field.label, str)
            setattr(row, field.attname, shape(word))
            try:
                with transaction.atomic():
                    row.save(update_fields=[field.name])
            except IntegrityError:
                continue  # a text that this row may not have, as a reason for what was not waived
            plants.append(Plant(word, field.label, data_class, row))
    return plants


def readers(plant: Plant) -> set[UUID]:
    """Who may read a plant by the table of data classes, found without any `visible_to`."""
    pair = pair_of(plant.row)
    both = {pair.guide_id, pair.learner_id} if pair else set()
    authors = authors_of(plant.row)
    if plant.data_class is DataClass.D3:
        return both | authors | sponsors_of(plant.row)
    if plant.data_class in {DataClass.D7, DataClass.D8}:
        return both
    if plant.data_class is DataClass.D9:
        admins = ProgramAdmin.objects.filter(program__in=programs_of(plant.row))
        return authors | set(admins.values_list("person_id", flat=True))
    if plant.data_class is DataClass.D10:
        contacts = {program.help_contact_id for program in programs_of(plant.row)}
        return authors | {contact for contact in contacts if contact}
    return authors


def steps(row: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """What a row points at by these names."""
    for name in names:
        target = getattr(row, name, None) if name in {f.name for f in row._meta.concrete_fields} else None
        if isinstance(target, models.Model):
            yield target


def pair_of(row: Any, depth: int = 4) -> Relationship | None:
    """The relationship that a row hangs on, over whatever stands between."""
    if isinstance(row, Relationship):
        return row
    pointed_at = [f.name for f in row._meta.concrete_fields if f.many_to_one or f.one_to_one]
    for target in steps(row, tuple(pointed_at)) if depth else ():
        found = None if isinstance(target, User) else pair_of(target, depth - 1)
        if found is not None:
            return found
    return None


def authors_of(row: Any) -> set[UUID]:
    found = {target.pk for target in steps(row, AUTHORS) if isinstance(target, User)}
    for target in steps(row, ("enrollment", "application", "answer", "response", "reply")):
        found |= authors_of(target)
    return found


def sponsors_of(row: Any) -> set[UUID]:
    """A sponsor signs the agreement, and reads what it says; goals only if the learner released them."""
    return {target.pk for target in steps(row, ("sponsor",))}


def programs_of(row: Any) -> list[Any]:
    pair = pair_of(row)
    found = [pair.program] if pair else []
    found += list(steps(row, ("program",)))
    for target in steps(row, ("enrollment", "run")):
        found += programs_of(target)
    return found
