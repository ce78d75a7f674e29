"""Where keys come from, and how they are changed."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.checks import PUBLIC_KEYS, labels_are_unique, production_has_its_own_keys
from core.errors import SealBroken
from core.fields import encrypted_fields
from core.keys import Ring, add_to_file, generate, key_file, ring
from core.rotation import Count, rotate
from tests.core.sealed.models import Letter
from tests.run.installation import PATIENCE

OLD, NEW = generate(), generate()


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Path:
    settings.FIELD_KEYS, settings.VAR_DIR, settings.PRODUCTION = [], tmp_path / "var", False
    return tmp_path / "var"


def test_key_file_is_made_once_for_its_owner_alone(own_keys: Path) -> None:
    token = ring().seal("a", 1, "text")
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert ring().open("a", 1, token) == "text"
    assert [path.name for path in own_keys.iterdir()] == ["keys"]


def test_a_key_added_to_the_file_seals_and_the_old_one_still_opens(own_keys: Path) -> None:
    token = ring().seal("a", 1, "text")
    add_to_file(NEW)
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert ring().open("a", 1, token) == "text"
    assert not ring().is_newest(token)
    assert Ring((NEW,)).open("a", 1, ring().seal("a", 1, "more")) == "more"


@pytest.mark.usefixtures("own_keys")
def test_production_makes_no_key(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        ring()
    assert not key_file().exists()


@pytest.mark.parametrize(
    ("keys", "refused"), [([], True), ([*PUBLIC_KEYS], True), ([NEW, *PUBLIC_KEYS], True), ([NEW], False)]
)
def test_production_refuses_a_missing_or_public_key(settings: Any, keys: list[str], refused: bool) -> None:
    settings.PRODUCTION, settings.FIELD_KEYS = True, keys
    assert bool(production_has_its_own_keys()) is refused


def test_a_malformed_key_is_named_without_being_shown(settings: Any) -> None:
    settings.FIELD_KEYS = ["not-a-key"]
    with pytest.raises(ImproperlyConfigured) as caught:
        ring()
    assert "not-a-key" not in str(caught.value)


def test_a_text_sealed_with_an_unknown_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        Ring((NEW,)).open("a", 1, Ring((OLD,)).seal("a", 1, "text"))


def test_two_columns_with_one_label_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [encrypted_fields(Letter)[0]] * 2
    monkeypatch.setattr("core.checks.apps.get_models", lambda: [Letter])
    assert not labels_are_unique()
    monkeypatch.setattr("core.checks.encrypted_fields", lambda model: twice)
    assert len(labels_are_unique()) == 2


def columns() -> list[str]:
    return [value for row in Letter.objects.values_list("text", "answer") for value in row if value]


@pytest.mark.usefixtures("letters")
def test_rotation_reseals_what_is_old_and_leaves_the_rest(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    Letter.objects.bulk_create([Letter(text=f"text {n}", answer=None if n % 2 else "") for n in range(7)])
    settings.FIELD_KEYS = [NEW, OLD]
    Letter.objects.create(text="new")
    seen: list[int] = []
    text = encrypted_fields(Letter)[0]
    assert rotate(text, ring(), 3, lambda count: seen.append(count.rotated)) == Count(rotated=7, already=1)
    assert seen[0] == 3
    assert rotate(text, ring(), 3, lambda count: None) == Count(already=8)
    settings.FIELD_KEYS = [NEW]
    assert {letter.text for letter in Letter.objects.all()} == {"new", *(f"text {n}" for n in range(7))}


@pytest.mark.usefixtures("letters")
def test_rotation_counts_what_no_key_opens_and_leaves_it(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    Letter.objects.create(text="lost")
    settings.FIELD_KEYS = [NEW]
    before = columns()
    assert rotate(encrypted_fields(Letter)[0], ring(), 3, lambda count: None) == Count(unreadable=1)
    assert columns() == before


@pytest.mark.usefixtures("letters")
def test_rotation_does_not_overwrite_a_text_saved_meanwhile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FIELD_KEYS = [OLD]
    letter = Letter.objects.create(text="before")
    settings.FIELD_KEYS = [NEW, OLD]

    def save_meanwhile(self: Ring, stored: str, reseal: Any = Ring.reseal) -> str:
        letter.text = "meanwhile"
        letter.save()
        return str(reseal(self, stored))

    monkeypatch.setattr(Ring, "reseal", save_meanwhile)
    rotate(encrypted_fields(Letter)[0], ring(), 3, lambda count: None)
    assert Letter.objects.get().text == "meanwhile"


def start_rotation(*arguments: str) -> "subprocess.Popen[str]":
    """`manage.py rotate_keys` in a process of its own, on this test's database."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        account = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        url = f"postgres://{account}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    environ = {**os.environ, "DATABASE_URL": url, "FIELD_KEYS": f"{NEW},{OLD}"}
    environ["DJANGO_SETTINGS_MODULE"] = "tests.core.sealed_settings"
    command = [sys.executable, "manage.py", "rotate_keys", *arguments]
    # A small pipe: who writes a line for every batch waits until it is read, and cannot be through before the kill.
    return subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, pipesize=4096
    )


@pytest.mark.usefixtures("letters")
def test_rotation_killed_half_way_resumes(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    Letter.objects.bulk_create([Letter(text=f"text {n}", answer="yes") for n in range(1500)])
    with start_rotation("--batch", "1") as killed:
        assert killed.stdout is not None
        next(line for line in killed.stdout if line.startswith("letter.text"))
        killed.send_signal(signal.SIGKILL)
    assert killed.returncode == -signal.SIGKILL

    both, new = Ring((NEW, OLD)), Ring((NEW,))
    half_way = columns()
    assert 0 < sum(both.is_newest(value) for value in half_way) < len(half_way)
    settings.FIELD_KEYS = [NEW, OLD]
    assert {letter.text for letter in Letter.objects.all()} == {f"text {n}" for n in range(1500)}

    with start_rotation() as resumed:
        said, _ = resumed.communicate(timeout=PATIENCE)
    assert resumed.returncode == 0
    assert "letter.answer: 1500 rotated, 0 already, 0 unreadable done" in said
    assert all(new.is_newest(value) for value in columns())
    settings.FIELD_KEYS = [NEW]
    assert {letter.text for letter in Letter.objects.all()} == {f"text {n}" for n in range(1500)}


@pytest.mark.usefixtures("letters")
def test_rotation_fails_loudly_while_a_value_needs_another_key(settings: Any) -> None:
    settings.FIELD_KEYS = [generate()]
    Letter.objects.create(text="lost")
    with start_rotation() as process:
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "keep every older key" in said
