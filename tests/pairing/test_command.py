"""`./run manage pair`; the whole way on real input is in `tests/run/test_command_line_story.py`."""

import json

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_a_program_without_people_has_an_answer_too(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_program", "Empty", "--kind", "coaching")
    capsys.readouterr()
    call_command("pair", "Empty", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["learners"], answer["total"], answer["bound"], answer["matches"]) == (0, 0, 0, [])


def test_an_unknown_program_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="no program called"):
        call_command("pair", "Nowhere")
