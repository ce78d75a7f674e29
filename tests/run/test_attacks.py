"""`docs/attacks.md`: every proof that it names is there."""

import ast
import re
from functools import cache

from tests.run_suite import ROOT

ROWS = [line for line in (ROOT / "docs" / "attacks.md").read_text().splitlines() if re.match(r"\| [\d–]", line)]
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


@cache
def names_in(path: str) -> set[str]:
    """What pytest collects from a file of functions."""
    file = ROOT / path
    found = ast.parse(file.read_text()).body if file.exists() else []
    return {node.name for node in found if isinstance(node, ast.FunctionDef)}


def test_every_attack_has_a_proof_that_is_there() -> None:
    assert len(ROWS) > 20
    assert [row for row in ROWS if not PROOF.search(row)] == []
    proofs = {proof for row in ROWS for proof in PROOF.findall(row)}
    assert [f"{path}::{name}" for path, name in sorted(proofs) if name not in names_in(path)] == []


def test_what_stands_in_the_last_column_is_nothing_but_proofs() -> None:
    for row in ROWS:
        assert PROOF.sub("", row.rstrip(" |").rpartition(" | ")[2]).strip(" ,") == "", row
