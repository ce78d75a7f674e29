"""A file stays under 400 lines and a function under 50; what is longer becomes a package or is split."""

from tests.architecture.sources import Source, all_code, functions, source

FILE, FUNCTION = 400, 50


def size_faults(file: Source) -> list[str]:
    faults = []
    lines = len(file.text.splitlines())
    if lines > FILE:
        faults.append(f"{file.path} has {lines} lines")
    for function in functions(file.tree):
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > FUNCTION:
            faults.append(f"{file.at(function)} {function.name} has {length} lines")
    return faults


def test_files_and_functions_stay_small() -> None:
    assert [fault for file in all_code() for fault in size_faults(file)] == []


def test_the_rule_finds_what_is_too_long() -> None:
    assert size_faults(source("x = 1\n" * 401)) == ["goals/models.py has 401 lines"]
    assert size_faults(source("class A:\n    def f():\n" + "        x = 1\n" * 50)) == [
        "goals/models.py:2 f has 51 lines"
    ]


def test_the_rule_lets_the_limit_pass() -> None:
    assert not size_faults(source("x = 1\n" * 400))
    assert not size_faults(source("def f():\n" + "    x = 1\n" * 49))
