"""The documents: what they tell people to type works, and they stay short."""

import os
import re
import subprocess
import sys
from pathlib import Path

from config.env import REQUIRED_IN_PRODUCTION
from tests.run_suite import ROOT

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines()]
DOCKER = '#!/bin/sh\nprintf "%s\\n" "$*" >>"$DOCKER_LOG"\n'


def test_the_documents_are_short() -> None:
    assert len(README.splitlines()) <= 80
    assert len((ROOT / "CONTRIBUTING.md").read_text().splitlines()) <= 70
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert len(path.read_text().splitlines()) <= 40, path.name


def test_the_readme_has_the_two_commands_and_the_test() -> None:
    """What the first one starts, `test_serve` looks at; what the second one starts, `tests/demo`."""
    assert COMMANDS[:2] == ["./run", "./run demo"]
    assert f"exec {COMMANDS[1]}" in (ROOT / "tests" / "demo" / "conftest.py").read_text()
    assert "./run test" in COMMANDS


def test_the_test_command_of_the_readme_runs_the_suite() -> None:
    environment = os.environ | {"PYTEST_ADDOPTS": "--collect-only -q", "MANYHANDS_COLLECTED": ""}
    done = subprocess.run(
        ["sh", "-c", "./run test -n 0 tests/run/test_checks.py"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "test_the_first_missing_tool_is_named" in done.stdout


def test_the_production_commands_of_the_readme_fit_the_compose_file(tmp_path: Path) -> None:
    """Every other line runs, in a copy; docker itself is replaced by a list of what it was asked."""
    for name in ("docs/production.env", "docker-compose.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / name).read_text())
    (tmp_path / "docker").write_text(DOCKER)
    (tmp_path / "docker").chmod(0o755)
    lines = [line for line in COMMANDS if not line.startswith("./run")]
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "DOCKER_LOG": str(tmp_path / "log")}
    subprocess.run(["sh", "-ec", "\n".join(lines)], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    _, inside = (tmp_path / "log").read_text().splitlines()
    _, _, service, *command = inside.split()
    assert f"\n  {service}:\n" in (ROOT / "docker-compose.yml").read_text()
    assert command[:2] == ["python", "manage.py"]
    shown = subprocess.run(
        [sys.executable, "manage.py", command[2], "--help"], cwd=ROOT, capture_output=True, check=False
    )
    assert shown.returncode == 0


def test_what_production_requires_is_asked_for() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    told = (ROOT / "docs" / "production.env").read_text()
    for name in REQUIRED_IN_PRODUCTION:
        assert f"{name}: " in compose
        assert f"`{name}`" in (ROOT / "docs" / "production.md").read_text()
    for name in re.findall(r"\$\{(\w+):\?", compose):
        assert f"\n{name}=\n" in told


def test_the_files_that_contributing_names_are_there() -> None:
    named = re.findall(r"`((?:[\w.]+/)+[\w.]*)`", (ROOT / "CONTRIBUTING.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_links_of_the_documents_lead_somewhere() -> None:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
