"""`PRODUCTION=1` refuses to start half-configured, and names each thing that is wrong."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import REQUIRED_IN_PRODUCTION, read_or_make_secret, refusals
from tests.run_checks import PRODUCTION
from tests.run_suite import OWN, ROOT

WHOLE = PRODUCTION | {"FIELD_KEYS": secrets.token_urlsafe(32)}


def test_a_whole_configuration_is_accepted() -> None:
    assert refusals(WHOLE, debug=False, demo=False) == []


@pytest.mark.parametrize("name", REQUIRED_IN_PRODUCTION)
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_variable_is_named(name: str, value: str | None) -> None:
    environment = {key: each for key, each in WHOLE.items() if key != name} | ({} if value is None else {name: value})
    assert refusals(environment, debug=False, demo=False) == [f"{name} is missing: production needs it."]


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS"])
@pytest.mark.parametrize(
    "value",
    ["change-me", "short", "a" * 64, "django-insecure-" + "x" * 60, "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="],
)
def test_a_default_key_is_named(name: str, value: str) -> None:
    (refusal,) = refusals(WHOLE | {name: value}, debug=False, demo=False)
    assert refusal.startswith(f"{name} is a default")


@pytest.mark.parametrize(("switch", "word"), [("debug", "DEBUG"), ("demo", "DEMO")])
def test_debug_and_the_demo_are_refused(switch: str, word: str) -> None:
    (refusal,) = refusals(WHOLE, **{"debug": False, "demo": False, switch: True})
    assert refusal.startswith(word)


@pytest.mark.parametrize(
    ("name", "value"), [("DATABASE_URL", "sqlite:////tmp/db"), ("BASE_URL", "http://manyhands.invalid")]
)
def test_what_suits_a_laptop_only_is_refused(name: str, value: str) -> None:
    (refusal,) = refusals(WHOLE | {name: value}, debug=False, demo=False)
    assert name in refusal


def test_the_refusal_stops_the_start(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in OWN}
    environment |= {"PRODUCTION": "1", "DEMO": "1", "DEBUG": "1", "VAR_DIR": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    for name in (*REQUIRED_IN_PRODUCTION, "DEMO", "DEBUG"):
        assert f"{name} is " in done.stderr
    assert not (tmp_path / "var").exists()


def test_the_secret_of_a_laptop_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    secret = read_or_make_secret(path)
    assert len(secret) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_make_secret(path) == secret
    assert list(tmp_path.iterdir()) == [path]
