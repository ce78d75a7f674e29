"""Floors as data agree with the contracts of import-linter, and foreign keys point down."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.floors import APPS, FLOORS, floor_of, may_see
from tests.architecture.sources import ROOT


def foreign_key_faults(model: type[models.Model]) -> list[str]:
    """Relations that point up or sideways, or that leave the app without `related_name="+"`."""
    app, faults = model._meta.app_label, []
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        target = field.related_model
        if target is None or not isinstance(target, type):
            continue
        other = target._meta.app_label
        if not may_see(app, other):
            faults.append(f"{field} points up to {other}")
        if other != app and field.remote_field is not None and not field.remote_field.hidden:
            faults.append(f'{field} leaves its app: it needs related_name="+"')
    return faults


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if floor_of(model._meta.app_label) is not None]


def test_foreign_keys_point_down_and_leave_nothing_behind() -> None:
    assert [fault for model in our_models() for fault in foreign_key_faults(model)] == []
    assert our_models()


@isolate_apps("people", "goals", "notes")
def test_the_rule_finds_a_key_that_points_up_sideways_or_back() -> None:
    class Metric(models.Model):
        class Meta:
            app_label = "goals"

    class Note(models.Model):
        sideways = models.ForeignKey(Metric, models.CASCADE, related_name="+")

        class Meta:
            app_label = "notes"

    class Person(models.Model):
        up = models.ManyToManyField(Metric, related_name="+")

        class Meta:
            app_label = "people"

    class Goal(models.Model):
        back = models.ForeignKey(Person, models.CASCADE, related_name="goals")
        good = models.ForeignKey(Person, models.CASCADE, related_name="+")
        own = models.ForeignKey(Metric, models.CASCADE, related_name="goals")

        class Meta:
            app_label = "goals"

    assert foreign_key_faults(Note) == ["notes.Note.sideways points up to goals"]
    assert foreign_key_faults(Person) == ["people.Person.up points up to goals"]
    assert foreign_key_faults(Goal) == ['goals.Goal.back leaves its app: it needs related_name="+"']


def test_import_linter_knows_the_same_floors() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    assert [tuple(layer.split(" | ")) for layer in reversed(layers)] == list(FLOORS)
    assert sorted(contracts["root_packages"]) == sorted(APPS)


@pytest.mark.parametrize(
    ("file", "imported", "broken"),
    [
        ("people/x.py", "relationships", "An app imports only floors below it"),
        ("goals/x.py", "surveys.models", "An app imports only floors below it"),
        ("desk/x.py", "config.settings", "An app imports only floors below it"),
        ("nudges/x.py", "notes.models", "Nudges never see notes"),
        ("nudges/x.py", "goals.models", ""),
    ],
)
def test_import_linter_finds_an_import_that_points_up(tmp_path: Path, file: str, imported: str, broken: str) -> None:
    """Its contracts on a small house with one import in it."""
    for app in APPS:
        (tmp_path / app).mkdir()
        for name in ("__init__.py", "models.py", "settings.py"):
            (tmp_path / app / name).touch()
    (tmp_path / file).write_text(f"import {imported}\n")
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is bool(broken), done.stdout
    assert not broken or f"{broken} BROKEN" in done.stdout


def test_neighbors_and_upper_floors_are_out_of_sight() -> None:
    assert may_see("goals", "relationships")
    assert may_see("goals", "contenttypes")
    assert not may_see("goals", "notes")
    assert not may_see("people", "programs")
