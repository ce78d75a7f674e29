"""Celery carries kicks: short bodies, ids as arguments, no time of its own."""

import ast

import pytest

from tests.architecture.sources import Source, code, functions, name_of, source

LINES = 5
ARGUMENTS = {"str", "int", "UUID", "bool"}


def task_faults(file: Source) -> list[str]:
    faults = []
    for function in functions(file.tree):
        if not any(_is_task(decorator) for decorator in function.decorator_list):
            continue
        body = [node for node in function.body if not _is_docstring(node)]
        if body and (function.end_lineno or 0) - body[0].lineno + 1 > LINES:
            faults.append(f"{file.at(function)} {function.name} has more than {LINES} lines")
        carried = [argument for argument in [*function.args.args, *function.args.kwonlyargs] if not _is_id(argument)]
        faults += [f"{file.at(function)} {function.name} takes {argument.arg}, which is no id" for argument in carried]
    return faults


def _is_id(argument: ast.arg) -> bool:
    return argument.arg == "self" or name_of(argument.annotation or argument) in ARGUMENTS


def time_faults(file: Source) -> list[str]:
    """`eta` and `countdown` in any call: the database knows when, a broker forgets."""
    return [
        f"{file.at(node)} passes {node.arg}"
        for node in ast.walk(file.tree)
        if isinstance(node, ast.keyword) and node.arg in {"eta", "countdown"}
    ]


def _is_task(decorator: ast.AST) -> bool:
    return name_of(decorator.func if isinstance(decorator, ast.Call) else decorator) in {"shared_task", "task"}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_tasks_are_kicks() -> None:
    assert [fault for file in code() for fault in task_faults(file) + time_faults(file)] == []


@pytest.mark.parametrize(
    "text",
    [
        "@shared_task\ndef go() -> None:\n" + "    x = 1\n" * 6,
        "@shared_task(ignore_result=True)\ndef go(pair: Relationship) -> None: ...",
        "@app.task\ndef go(rows) -> None: ...",
    ],
)
def test_the_rule_finds_a_task_that_works_or_carries(text: str) -> None:
    assert task_faults(source(text, "goals/tasks.py"))


@pytest.mark.parametrize("text", ["go.apply_async(eta=moment)", "go.apply_async((), countdown=5)", "f(countdown=1)"])
def test_the_rule_finds_a_time(text: str) -> None:
    assert time_faults(source(text))


def test_the_rule_lets_a_kick_pass() -> None:
    text = '@shared_task\ndef go(run_id: str) -> None:\n    """Why."""\n' + "    x = 1\n" * 5 + "go.delay(1)"
    assert not task_faults(source(text)) + time_faults(source(text))
