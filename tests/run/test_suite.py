"""`./run test --services` runs on PostgreSQL and Redis or not at all."""

import os
import subprocess
import sys

import pytest

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
