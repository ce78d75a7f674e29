"""`PRODUCTION=1` refuses to start half-configured, and names each thing that is wrong."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from config.env import REQUIRED_IN_PRODUCTION, mistakes, read_or_make_secret, refusals
from tests.run.installation import PATIENCE, make_installation, wait_for
from tests.run_checks import PRODUCTION
from tests.run_suite import OWN, ROOT

WHOLE = PRODUCTION | {"FIELD_KEYS": secrets.token_urlsafe(32)}


def test_a_whole_configuration_is_accepted() -> None:
    assert refusals(WHOLE, debug=False, demo=False) == mistakes(WHOLE) == mistakes({}) == []


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


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL"])
def test_an_address_of_another_sort_is_named_without_its_password(name: str) -> None:
    (sentence,) = mistakes({name: "oracle://me:opensesame@localhost/1"})
    assert sentence.startswith(f"{name} is no address that is known here")
    assert "opensesame" not in sentence


@pytest.mark.parametrize("port", ["abc", "70000", "-1", "²", "80.5"])
def test_what_is_no_port_is_named(port: str) -> None:
    assert mistakes({"PORT": port}) == [f"PORT={port} is no port: choose one with PORT=8000 ./run"]


@pytest.mark.parametrize("zone", ["Mars", "../etc/passwd", "Europe"])
def test_what_is_no_time_zone_is_named(zone: str) -> None:
    assert mistakes({"TIME_ZONE": zone}) == [f"TIME_ZONE={zone} is no time zone: write it like Europe/Berlin."]


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


def test_the_container_of_the_web_server_is_found_healthy(tmp_path: Path) -> None:
    """The check of the compose file against the server of the image, which knows no host but its own."""
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["web"]
    with make_installation(tmp_path) as it:
        it.environment |= WHOLE
        bind = ["--bind", f"127.0.0.1:{it.port}", "--no-control-socket"]
        server = it.start([sys.executable, "-m", "gunicorn", "config.wsgi", *bind])
        wait_for(lambda: f":{it.port}" in it.errors.read_text() and server.poll() is None)
        _cmd, _python, *check = service["healthcheck"]["test"]
        command = [sys.executable, *(word.replace(":8000", f":{it.port}") for word in check)]
        wait_for(lambda: it.start(command).wait(PATIENCE) == 0)  # again and again, as the engine asks


def test_the_compose_file_has_every_part_once_and_asks_each_how_it_is() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {"migrate", "web", "worker", "beat", "database", "redis"}
    assert (services["database"]["image"], services["redis"]["image"]) == ("postgres:15", "redis:7")
    assert [name for name, part in services.items() if name != "migrate" and "healthcheck" not in part] == []
    beats = [name for name, part in services.items() if "beat" in part.get("command", [])]
    assert beats == ["beat"]
    assert "deploy" not in services["beat"]


def test_secrets_come_from_the_environment_alone() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("SECRET_KEY", "FIELD_KEYS", "EMAIL_URL", "BASE_URL"):
        assert services["web"]["environment"][name].startswith(f"${{{name}:?")
    assert services["database"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?}"


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [(at, line.split()[1]) for at, line in enumerate(lines) if line.startswith("USER ")]
    assert [user for _at, user in users] == ["manyhands"]
    assert users[0][0] < next(at for at, line in enumerate(lines) if line.startswith("CMD "))


@pytest.mark.parametrize("kept_out_by", [".gitignore", ".dockerignore"])
def test_the_file_of_secrets_gets_into_no_commit_and_no_image(kept_out_by: str) -> None:
    """The README has people write `.env` beside the compose file, and the image takes all that lies there."""
    assert ".env" in (ROOT / kept_out_by).read_text().splitlines()


def test_what_may_be_set_reaches_the_containers() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    told = (ROOT / "docs" / "production.md").read_text().partition("in `.env` too:")[2].partition("Outside of")[0]
    names = re.findall(r"`([A-Z_]{4,})`", told)
    assert names
    assert [name for name in names if f"    {name}: ${{{name}:-" not in compose] == []


def test_the_secret_of_a_laptop_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    secret = read_or_make_secret(path)
    assert len(secret) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_make_secret(path) == secret
    assert list(tmp_path.iterdir()) == [path]
