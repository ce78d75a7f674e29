"""No room for leftovers: a file is named after what it does."""

import pytest

from tests.architecture.sources import Source, code, source

FORBIDDEN = {"services", "utils", "util", "helpers", "selectors", "signals", "receivers", "common", "misc"}


def name_faults(file: Source) -> list[str]:
    return [file.path] if FORBIDDEN & {part.removesuffix(".py") for part in file.parts} else []


def test_no_file_is_a_room_for_leftovers() -> None:
    assert [fault for file in code() for fault in name_faults(file)] == []


@pytest.mark.parametrize("path", ["goals/services.py", "goals/utils/text.py", "people/signals.py"])
def test_the_rule_finds_one(path: str) -> None:
    assert name_faults(source("", path))


def test_the_rule_lets_a_verb_pass() -> None:
    assert not name_faults(source("", "people/importing.py"))
