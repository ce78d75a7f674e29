"""`./run`: keeps `.venv` in step with the lock, and says in one sentence what is missing on a bare machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.run_suite import ROOT

TOOLS = ("sh", "dirname", "cksum", "grep", "cat", "mkdir", "chmod", "rm")
# A Python that is new enough, writes down what it is asked, and makes environments that hold itself.
FAKE = """#!/bin/sh
echo "$0 $*" >>"$LOG"
case "$*" in
    *"import ensurepip, venv"*) [ -z "$NO_VENV" ] || exit 1 ;;
    *"import pip, venv"*) [ -z "$NO_PIP" ] || exit 1 ;;
    *disk_usage*) [ -z "$NO_ROOM" ] || exit 1 ;;
    "-m venv"*) for last; do :; done ;;
    *"pip"*install*) [ -z "$PIP_SAYS" ] || { echo "$PIP_SAYS" >&2; exit 1; } ;;
    *manage.py*) echo "from manage.py" ;;
esac
[ -z "$last" ] || { mkdir -p "$last/bin"; cat "$0" >"$last/bin/python"; chmod +x "$last/bin/python"; }
"""
# What pip says of an index that it cannot reach, and of a disk on which nothing fits any more.
UNREACHABLE = "ERROR: Could not find a version that satisfies the requirement amqp==5.4.2 (from versions: none)"
NO_SPACE = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"


class Machine:
    """A machine with a few tools, perhaps a Python, and a fresh clone."""

    def __init__(self, folder: Path, *, python: str | None = FAKE) -> None:
        self.clone, self.log, self.bin = folder / "clone", folder / "log", folder / "bin"
        for made in (self.clone, self.bin):
            made.mkdir()
        for name in ("run", "requirements.txt", "requirements-dev.txt"):
            shutil.copy(ROOT / name, self.clone / name)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        if python is not None:
            (self.bin / "python3").write_text(python)
            (self.bin / "python3").chmod(0o755)

    def run(self, *arguments: str, **lacks: str) -> subprocess.CompletedProcess[str]:
        """Run `./run` there from another folder."""
        lacking = dict.fromkeys(("NO_VENV", "NO_PIP", "NO_ROOM", "PIP_SAYS"), "") | lacks
        environment = {"PATH": str(self.bin), "LOG": str(self.log)} | lacking
        command = [str(self.bin / "sh"), str(self.clone / "run"), *arguments]
        return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)

    def installs(self) -> list[str]:
        """The packages lists that were installed so far."""
        return [line.rpartition("/")[2] for line in self.log.read_text().splitlines() if " install " in line]


def sentences(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 1
    assert done.stdout == ""
    return [line for line in done.stderr.splitlines() if not line.startswith("Installing")]


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    (sentence,) = sentences(done)
    return sentence


def test_without_a_python_it_says_how_to_get_one(tmp_path: Path) -> None:
    assert "apt install python3" in one_sentence(Machine(tmp_path, python=None).run())


def test_an_old_python_is_no_python(tmp_path: Path) -> None:
    assert "Python 3.11 or newer" in one_sentence(Machine(tmp_path, python="#!/bin/sh\nexit 1\n").run())


def test_without_venv_and_pip_it_says_how_to_get_them(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert "apt install python3-venv" in one_sentence(machine.run(NO_VENV="1", NO_PIP="1"))
    assert machine.installs() == []


def test_a_pip_from_outside_fills_a_bare_environment(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.run("manage", "check", NO_VENV="1").returncode == 0
    assert machine.installs() == ["requirements.txt"]


def test_without_a_network_it_says_so_and_tries_again_next_time(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert "check the network" in one_sentence(machine.run(PIP_SAYS=UNREACHABLE))
    assert machine.run("manage").returncode == 0
    assert machine.installs() == ["requirements.txt", "requirements.txt"]


@pytest.mark.parametrize("lacks", [{"PIP_SAYS": NO_SPACE}, {"PIP_SAYS": "Error: status 1", "NO_ROOM": "1"}])
def test_on_a_full_disk_it_says_so_and_leaves_nothing_behind(tmp_path: Path, lacks: dict[str, str]) -> None:
    """pip names the disk; venv, when there is no room even for pip, does not."""
    machine = Machine(tmp_path)
    assert "The disk is full: make 1 GB of room" in one_sentence(machine.run(**lacks))
    assert not (machine.clone / ".venv").exists()


def test_any_other_failure_is_told_in_pips_words(tmp_path: Path) -> None:
    said = sentences(Machine(tmp_path).run(PIP_SAYS="ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"))
    assert said[0] == "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"
    assert "pip says why above" in said[1]


def test_a_folder_with_a_space_in_its_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "My Programs"
    folder.mkdir()
    machine = Machine(folder)
    assert machine.run("manage").returncode == 0
    assert machine.installs() == ["requirements.txt"]


def test_packages_are_installed_once_and_again_when_the_lock_changes(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for _ in range(2):
        assert machine.run("manage").returncode == 0
    assert machine.installs() == ["requirements.txt"]
    with (machine.clone / "requirements.txt").open("a") as lock:
        lock.write("# changed\n")
    machine.run("manage")
    assert len(machine.installs()) == 2


def test_the_tools_of_developers_come_with_the_first_test_and_include_the_rest(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for verb in ("manage", "check", "test", "manage"):
        assert machine.run(verb).returncode == 0
    assert machine.installs() == ["requirements.txt", "requirements-dev.txt"]


def test_the_stdout_of_manage_is_its_own(tmp_path: Path) -> None:
    done = Machine(tmp_path).run("manage", "anything")
    assert done.stdout == "from manage.py\n"
    assert "Installing" in done.stderr


def test_a_linked_environment_is_left_alone(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.run("manage")
    (machine.clone / ".venv").rename(tmp_path / "elsewhere")
    (machine.clone / ".venv").symlink_to(tmp_path / "elsewhere")
    (machine.clone / "requirements.txt").write_text("# another lock\n")
    assert machine.run("manage").returncode == 0
    assert machine.installs() == ["requirements.txt"]


def test_an_unknown_word_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    assert "demo, upgrade, test, check, manage" in one_sentence(Machine(tmp_path).run("tset"))


def test_manage_keeps_the_folder_it_is_called_from(tmp_path: Path) -> None:
    """A file named on the command line is found where the person stands."""
    (tmp_path / "here.txt").touch()
    done = subprocess.run(
        [
            str(ROOT / "run"),
            "manage",
            "shell",
            "-v0",
            "-c",
            "from pathlib import Path; print(Path('here.txt').exists())",
        ],
        cwd=tmp_path,
        env=os.environ | {"VAR_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("True\n", 0)
