"""`./run check` runs every tool, and says which is missing."""

from pathlib import Path

import pytest

from tests import run_checks
from tests.run_checks import checks, missing_tool

EVERY = {
    "ruff lint": ("ruff", "check"),
    "ruff format": ("ruff", "format"),
    "mypy": ("mypy", "."),
    "import-linter": ("lint-imports",),
    "djade": ("djade", "--check"),
    "migrations": ("makemigrations", "--check"),
    "deployment": ("check", "--deploy"),
    "compose file": ("check-jsonschema", "docker-compose.yml"),
}


@pytest.mark.parametrize("name", EVERY)
def test_every_tool_is_asked(tmp_path: Path, name: str) -> None:
    command = next(check.command for check in checks(str(tmp_path)) if check.name == name)
    assert [word for word in EVERY[name] if word not in command] == []


def test_the_deployment_is_checked_under_the_settings_of_production(tmp_path: Path) -> None:
    found = next(check for check in checks(str(tmp_path)) if check.name == "deployment")
    assert (found.environment["PRODUCTION"], "WARNING" in found.command) == ("1", True)


def test_the_first_missing_tool_is_named(tmp_path: Path) -> None:
    (tmp_path / "ruff").touch()
    assert missing_tool(checks(str(tmp_path)), tmp_path) == "mypy"


def test_without_a_tool_nothing_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_checks, "BIN", tmp_path)
    assert run_checks.main() == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "ruff is missing: remove .venv and start ./run check again.\n")


def test_one_check_that_fails_fails_all_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def fails_at_the_format(check: run_checks.Check) -> bool:
        ran.append(check.name)
        return check.name != "ruff format"

    monkeypatch.setattr(run_checks, "missing_tool", lambda every, folder: None)
    monkeypatch.setattr(run_checks, "passes", fails_at_the_format)
    assert run_checks.main() == 1
    assert set(EVERY) <= set(ran)
