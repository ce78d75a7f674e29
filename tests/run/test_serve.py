"""`./run`: one command, one Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import Installation, end_all, living, make_installation, wait_for
from tests.run_suite import ROOT

SERVE = [sys.executable, "manage.py", "serve"]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with make_installation(tmp_path) as found:
        yield found


def processes_of(installation: Installation, word: str) -> list[int]:
    return [
        pid
        for pid in living(installation.mark)
        if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]


def test_one_ctrl_c_ends_all_and_a_second_start_works(installation: Installation) -> None:
    """The whole life of an installation: first start, a refused twin, a part that dies, a second start, Ctrl-C."""
    serve = installation.start(SERVE)
    assert serve.stdout is not None
    assert serve.stdout.readline() == f"Manyhands: http://localhost:{installation.port}/\n"
    wait_for(installation.is_ready)
    assert installation.get("/healthz") == (200, {"alive": True})

    twin = installation.manage("serve", PORT="0")
    assert twin.returncode == 1
    assert "is running on" in twin.stderr

    os.kill(processes_of(installation, "worker")[0], signal.SIGKILL)
    assert serve.wait(60) == 1
    assert "The worker ended by itself" in installation.errors.read_text()
    assert living(installation.mark) == []

    again = installation.start(SERVE)
    wait_for(installation.is_ready)
    again.send_signal(signal.SIGINT)
    assert again.wait(60) == 0
    assert living(installation.mark) == []


def test_a_taken_port_is_said_in_one_sentence(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        done = installation.manage("serve")
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith(f"CommandError: Port {installation.port} is taken: ")


SCRIPT = """
import sys
from core.supervisor import Part, supervise
child = "import subprocess, sys; subprocess.Popen(['sleep', '600']); print('up', flush=True); {then}"
parts = [Part("one", [sys.executable, "-c", child.format(then=sys.argv[1])]), Part("two", ["sleep", "600"])]
sys.exit(supervise(parts, grace=float(sys.argv[2])))
"""
STAY = "subprocess.run(['sleep', '600'])"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); subprocess.run(['sleep', '600'])"


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[str]:
    yield tmp_path.name
    end_all(tmp_path.name)


def supervised(mark: str, then: str, grace: float = 10) -> subprocess.Popen[str]:
    """A supervisor over two parts, the first of which has a child of its own; returns when both are up."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, then, str(grace)],
        cwd=ROOT,
        env=os.environ | {"TEST_MARK": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_stop_ends_the_parts_and_what_they_started(mark: str, stop: signal.Signals) -> None:
    process = supervised(mark, STAY)
    wait_for(lambda: len(living(mark)) == 5)  # the supervisor, two parts, two children of the first
    process.send_signal(stop)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert living(mark) == []


def test_a_part_that_will_not_end_is_ended(mark: str) -> None:
    process = supervised(mark, STUBBORN, grace=0.2)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert living(mark) == []


def test_when_one_part_dies_all_end_and_the_exit_code_says_so(mark: str) -> None:
    process = supervised(mark, "sys.exit(7)")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "The one ended by itself (exit code 7)" in errors
    assert living(mark) == []
