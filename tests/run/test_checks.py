"""`./run check` says which tool is missing."""

from pathlib import Path

from tests.run_checks import checks, missing_tool


def test_the_first_missing_tool_is_named(tmp_path: Path) -> None:
    (tmp_path / "ruff").touch()
    assert missing_tool(checks(str(tmp_path)), tmp_path) == "mypy"
