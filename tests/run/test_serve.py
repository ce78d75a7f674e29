"""`./run`: one command, one Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.run.installation import (
    PATIENCE,
    Installation,
    end_all,
    free_port,
    living,
    make_installation,
    wait_for,
    wait_until_gone,
)
from tests.run.test_documents import COMMANDS
from tests.run_suite import ROOT

SERVE = ["sh", "-c", f"exec {COMMANDS[0]}"]  # as the README says it


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with make_installation(tmp_path) as found:
        yield found


def part_of(serve: subprocess.Popen[str], mark: str, word: str) -> int:
    """The part that `serve` itself started; what a part starts goes by the same name."""
    found = [
        pid
        for pid in living(mark)
        if int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == serve.pid
        and word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    ]
    (pid,) = found
    return pid


def test_one_ctrl_c_ends_all_and_a_second_start_works(installation: Installation) -> None:
    """The whole life of an installation by the README's command: a refused twin, a part that dies, a second start."""
    serve = installation.start(SERVE)
    assert serve.stdout is not None
    assert serve.stdout.readline() == f"Manyhands: http://localhost:{installation.port}/\n"
    words, _colon, link = serve.stdout.readline().partition(": ")
    assert words == "Sign in as admin, once"
    wait_for(installation.is_ready)
    assert installation.get("/healthz") == (200, {"alive": True})
    with urlopen(link.strip()) as page:
        assert "csrfmiddlewaretoken" in page.read().decode(), "a page with the button that lets the admin in"

    twin = installation.manage("serve", PORT="0")
    assert twin.returncode == 1
    assert "is running on" in twin.stderr

    os.kill(part_of(serve, installation.mark, "worker"), signal.SIGKILL)
    assert serve.wait(PATIENCE) == 1
    assert "The worker ended by itself" in installation.errors.read_text()
    wait_until_gone(installation.mark)

    again = installation.start(SERVE)
    wait_for(installation.is_ready)
    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE) == 0
    wait_until_gone(installation.mark)


def test_a_taken_port_is_said_in_one_sentence(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", installation.port))
        taken.listen()
        done = installation.manage("serve")
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith(f"Port {installation.port} is taken: ")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "70000", "PORT=70000 is no port: choose one with PORT=8000 ./run"),
        ("PORT", "abc", "PORT=abc is no port: choose one with PORT=8000 ./run"),
        ("TIME_ZONE", "Mars", "TIME_ZONE=Mars is no time zone: write it like Europe/Berlin."),
        ("REDIS_URL", "localhost:6379", "REDIS_URL is no address that is known here: it begins with redis://"),
    ],
)
def test_what_settings_cannot_read_is_said_in_one_sentence(
    installation: Installation, name: str, value: str, sentence: str
) -> None:
    done = installation.manage("serve", **{name: value})
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith(f"Manyhands does not start like this: {sentence}")


def test_a_database_that_does_not_answer_is_said_in_one_sentence(installation: Installation) -> None:
    done = installation.manage("serve", DATABASE_URL=f"postgres://127.0.0.1:{free_port()}/manyhands")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer; is DATABASE_URL right? It says: ")
    assert "Traceback" not in done.stderr


SCRIPT = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests under nohup ignores it
from core.supervisor import Part, supervise
child = "import subprocess, sys; subprocess.Popen(['sleep', '600']); print('up', flush=True); {then}"
parts = [Part("one", [sys.executable, "-c", child.format(then=sys.argv[1])]), Part("two", ["sleep", "600"])]
sys.exit(supervise(parts, grace=float(sys.argv[2])))
"""
STAY = "subprocess.run(['sleep', '600'])"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); subprocess.run(['sleep', '600'])"


@pytest.fixture
def mark() -> Iterator[str]:
    """A word in the environment of all that a test starts; the folder's name would be the other worker's too."""
    word = uuid.uuid4().hex
    yield word
    end_all(word)


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
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    wait_until_gone(mark)


def test_a_part_that_will_not_end_is_ended(mark: str) -> None:
    process = supervised(mark, STUBBORN, grace=0.2)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    wait_until_gone(mark)


def test_when_one_part_dies_all_end_and_the_exit_code_says_so(mark: str) -> None:
    process = supervised(mark, "sys.exit(7)")
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "The one ended by itself (exit code 7)" in errors
    wait_until_gone(mark)
