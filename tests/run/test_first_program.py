"""docs/first-program.md: what it tells an admin to type, typed in its order on an empty installation."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.installation import Installation, make_installation
from tests.run_suite import ROOT

GUIDE = (ROOT / "docs" / "first-program.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
# The words of `./run` with the interpreter that runs the tests: its environment is another test's matter.
RUN = '#!/bin/sh\n[ "$1" = manage ] && shift && cd "$ROOT" && exec "$PYTHON" manage.py "$@"\nexit 64\n'


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "var").mkdir()
    with make_installation(tmp_path / "var") as found:
        assert found.manage("migrate", "--verbosity", "0").returncode == 0
        assert found.manage("createcachetable").returncode == 0
        yield found


def type_in(installation: Installation, folder: Path, block: str) -> str:
    """Run one block as a shell does; what it printed. The first command that fails fails the test."""
    words = block.replace("var/first/", f"{folder}/var/first/")
    (folder / "run").write_text(RUN)
    (folder / "run").chmod(0o755)
    environment = installation.environment | {"ROOT": str(ROOT), "PYTHON": sys.executable, "PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["sh", "-ec", words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, block + done.stdout + done.stderr
    return done.stdout


def test_the_first_program_works_as_the_guide_says(installation: Installation, tmp_path: Path) -> None:
    people, roles, program, enrolled, paired, swept = (type_in(installation, tmp_path, block) for block in BLOCKS)
    assert people.count("8 rows: 8 new, 0 changed, 0 unchanged, 0 left, 0 left out, 0 gaps") == 2
    assert "3 rows: 3 new" in roles
    assert "“Spring mentoring” (mentoring) is open. Maya Lindqvist runs it; for help: Noor Haddad." in program
    assert enrolled.count("2 rows: 2 enrolled, 0 took part already, 0 new in the directory") == 2
    assert paired.count("amara@example.org → leo@example.org") == 2
    total = re.findall(r"2 pairs .* Total (\d+), and no set can reach more than (\d+)\.", paired)
    assert len(total) == 2
    assert all(reached == bound for reached, bound in total)
    assert "4 new, 4 sent, 0 too late, 0 dropped, 0 waiting" in swept
    assert len(list((tmp_path / "var" / "mail").iterdir())) >= 1
    again = installation.manage("sweep", "--json")
    assert json.loads(again.stdout)["sent"] == 0
