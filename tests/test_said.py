"""The line at the top after an act says what happened: no word alone, and never "Saved." and nothing else."""

from __future__ import annotations

import ast

import pytest
from django.test import Client

from core.clock import moved_to
from programs.models import Program
from relationships.models import Relationship
from tests.architecture.sources import code
from tests.make import NOW, make_action, make_enrollment, make_line, make_pair, make_person, make_program

BARE = {"Saved.", "Added.", "Removed.", "Withdrawn.", "Signed.", "Going on.", "Open again.", "Settled.", "Decided."}
# Removing has Undo beside it, which says the rest.
MAY_STAND_ALONE = {("relationships/views/actions.py", "Removed."), ("relationships/views/agenda.py", "Removed.")}
# Followed by what it is: see `_after_writing`.
BEGINS = {("programs/views/applications.py", "Saved.")}


def test_no_view_says_one_word() -> None:
    said = {
        (str(file.path), node.value)
        for file in code()
        if "/views" in str(file.path)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant) and node.value in BARE
    }
    assert sorted(said - MAY_STAND_ALONE - BEGINS) == []


def said_after(client: Client, path: str, data: dict[str, object]) -> list[str]:
    with moved_to(NOW):
        page = client.post(path, data, follow=True)
    return [str(message) for message in page.context["messages"]]


@pytest.mark.django_db
def test_what_is_said_names_what_changed_and_for_whom(client: Client) -> None:
    pair: Relationship = make_pair()
    action, line = make_action(pair), make_line(pair)
    client.force_login(pair.learner)
    at = f"/pairs/{pair.pk}"
    cases: list[tuple[str, dict[str, object], str]] = [
        (f"{at}/actions/add/", {"text": "Call", "owner": pair.guide.pk}, "Saved. It is on Leo’s list."),
        (f"{at}/actions/add/", {"text": "Call", "owner": pair.learner.pk}, "Saved. It is on your list."),
        (f"{at}/actions/{action.pk}/tick/", {}, "Saved. This is done."),
        (f"{at}/agenda/session/add/", {"text": "Lisbon"}, "Saved. It is on the agenda."),
        (f"{at}/agenda/content/add/", {"text": "Ask first"}, "Saved. Both of you can read it."),
        (f"{at}/agenda/lines/{line.pk}/edit/", {"text": "Porto", "version": 1}, "Saved. The line is changed."),
        (f"{at}/notes/write/", {"audience": "both", "text": "Lisbon"}, "Saved. You and Leo can read it."),
        (f"{at}/notes/write/", {"audience": "only_me", "text": "Lisbon"}, "Saved. Only you can read it."),
    ]
    for path, data, said in cases:
        assert said_after(client, path, data) == [said], path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("accept", "takes part and gets a mail."),
        ("waitlist", "is on the waiting list."),
        ("decline", "does not take part this time."),
    ],
)
def test_a_decision_says_what_it_was(client: Client, decision: str, said: str) -> None:
    admin = make_person("Maya")
    program: Program = make_program(admin=admin)
    row = make_enrollment(program, make_person("Jo"), "learner", status="applied")
    client.force_login(admin)
    assert said_after(client, f"/takes-part/{row.pk}/{decision}/", {}) == [f"{row.person.name} {said}"]
