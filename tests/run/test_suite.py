"""`./run test --services` runs on PostgreSQL and Redis or not at all."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from tests import run_suite as run_suite_module
from tests.conftest import pytest_sessionfinish
from tests.run.installation import free_port
from tests.run_suite import OWN, ROOT, postgres_version


def run_suite(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tests/run_suite.py", "--services", "--collect-only"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in OWN} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_postgres_it_says_how_to_get_one_and_runs_nothing() -> None:
    done = run_suite(DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")
    assert done.returncode == 1
    assert "No PostgreSQL 15 to test on" in done.stderr
    assert "docker run" in done.stderr
    assert "collected" not in done.stdout


def test_without_redis_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_suite_module, "postgres_version", lambda url: "15.9")
    with pytest.raises(SystemExit) as ended:
        run_suite_module.services({"REDIS_URL": f"redis://127.0.0.1:{free_port()}/0"})
    assert "No Redis to test on" in str(ended.value)
    assert "docker run" in str(ended.value)
    assert capsys.readouterr().out == "PostgreSQL 15.9\n"


def test_both_services_are_printed_with_their_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_suite_module, "postgres_version", lambda url: "15.9")
    monkeypatch.setattr(run_suite_module, "redis_version", lambda url: "7.2.4")
    found = run_suite_module.services({"DATABASE_URL": "postgres://a@b/c"})
    assert found == {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": run_suite_module.REDIS}
    assert capsys.readouterr().out == "PostgreSQL 15.9\nRedis 7.2.4\n"


@pytest.mark.parametrize(("allowed", "skipped", "code"), [(True, 1, 0), (False, 1, 1), (False, 0, 0)])
def test_a_skip_fails_the_run_of_ci(monkeypatch: pytest.MonkeyPatch, *, allowed: bool, skipped: int, code: int) -> None:
    """For a user a missing browser skips; CI allows none."""
    monkeypatch.setenv("MANYHANDS_NO_SKIPS", "" if allowed else "1")
    reporter = SimpleNamespace(stats={"skipped": ["x"] * skipped}, write_line=lambda line, red: None)
    manager = SimpleNamespace(get_plugin=lambda name: reporter)
    session: Any = SimpleNamespace(config=SimpleNamespace(pluginmanager=manager), exitstatus=0)
    pytest_sessionfinish(session, 0)
    assert session.exitstatus == code


def test_another_database_is_not_postgres() -> None:
    with pytest.raises(ValueError, match="not PostgreSQL"):
        postgres_version("sqlite:////tmp/file")


def test_a_services_run_that_stands_on_something_else_ends() -> None:
    """What was promised is compared with what Django sees, whatever else pytest is told."""
    environment = {key: value for key, value in os.environ.items() if key not in OWN}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "--collect-only", "-q", "tests/run/test_checks.py"],
        cwd=ROOT,
        env=environment | {"MANYHANDS_STACK": "services"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "was to stand on postgresql and redis" in done.stdout + done.stderr
