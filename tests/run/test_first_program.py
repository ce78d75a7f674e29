"""docs/first-program.md: what it tells an admin to type, typed in its order on an empty installation."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.run.installation import Installation, make_installation
from tests.run_suite import ROOT

GUIDE = (ROOT / "docs" / "first-program.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
# Notes what `./run manage` was asked, as JSON; how `./run` finds its interpreter is another test's matter.
RUN = f"""#!{sys.executable} -ISE
import json, sys
assert sys.argv[1] == "manage", sys.argv
with open("typed", "a") as typed:
    print(json.dumps(sys.argv[2:]), file=typed)
"""


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "var").mkdir()
    with make_installation(tmp_path / "var") as found:
        yield found


def read(folder: Path, block: str) -> list[list[str]]:
    """Let a shell read one block, which writes files; the commands that it typed."""
    words = block.replace("var/first/", f"{folder}/var/first/")
    (folder / "run").write_text(RUN)
    (folder / "run").chmod(0o755)
    (folder / "typed").write_text("")
    subprocess.run(["sh", "-ec", words], cwd=folder, check=True)
    typed = [json.loads(line) for line in (folder / "typed").read_text().splitlines()]
    files = [word for command in typed for word in command if word.startswith(str(folder))]
    assert [name for name in files if not Path(name).exists()] == [], "written by an earlier block or by this one"
    return typed


def test_the_first_program_works_as_the_guide_says(installation: Installation, tmp_path: Path) -> None:
    blocks = [read(tmp_path, block) for block in BLOCKS]
    typed = [command for block in blocks for command in block]
    _made, _cache, *said, again = installation.manage_all(
        ["migrate", "--verbosity", "0"], ["createcachetable"], *typed, ["sweep", "--json"]
    )
    printed = iter(said)
    people, roles, program, enrolled, paired, swept = ("".join(islice(printed, len(block))) for block in blocks)
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
    assert json.loads(again)["sent"] == 0
