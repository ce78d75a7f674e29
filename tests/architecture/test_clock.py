"""Only `core/clock.py` reads the time."""

import ast
import re

import pytest

from tests.architecture.sources import Source, code, dotted, source, templates

READINGS = {
    f"{before}{name}"
    for before in ("", "django.utils.", "datetime.", "dt.")
    for name in ("timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.utcnow",
                 "datetime.today", "date.today")
}  # fmt: skip
IMPORTED = {"now", "localdate", "localtime"}
# Processes time each other by the wall; nothing that a person sees depends on it.
ALLOWED = {"core/clock.py", "core/supervisor.py", "core/logs.py"}


def clock_faults(file: Source) -> list[str]:
    if file.path in ALLOWED:
        return []
    return [f"{file.at(node)} reads the clock" for node in ast.walk(file.tree) if _reads(node)]


def _reads(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
        return any(alias.name in IMPORTED for alias in node.names)
    if isinstance(node, ast.keyword):
        return node.arg in {"auto_now", "auto_now_add"}
    return isinstance(node, ast.Attribute) and dotted(node) in READINGS


def test_only_the_clock_reads_the_clock() -> None:
    assert [fault for file in code() for fault in clock_faults(file)] == []
    assert [file.path for file in templates() if re.search(r"{%-?\s*now\b", file.text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "timezone.now()",
        "x = models.DateTimeField(default=timezone.now)",
        "datetime.now(tz=UTC)",
        "datetime.datetime.now()",
        "date.today()",
        "from django.utils.timezone import now",
        "at = models.DateTimeField(auto_now_add=True)",
    ],
)
def test_the_rule_finds_a_reading(text: str) -> None:
    assert clock_faults(source(text))
    assert not clock_faults(source(text, "core/clock.py"))


@pytest.mark.parametrize("text", ["clock.now()", "now.date()", "datetime.combine(day, time)", "Now()"])
def test_the_rule_lets_other_times_pass(text: str) -> None:
    assert not clock_faults(source(text))
