"""A door reads through `visible_to(user)`, or a reader as strict; it neither makes nor changes rows by itself."""

import ast

import pytest

from tests.architecture.sources import Source, code, name_of, source

# What takes a user or a thing that was already fetched for one, and `none()`.
READERS = {"visible_to", "shared_with", "disclosed_to", "for_relationship", "for_person", "for_user", "none", "run_by"}
READERS |= {
    "proposed_to",
    "sponsored_by",
    "waiting_for_sponsor",
}  # pairs in which one is asked for an answer or a signature
READERS |= {"with_public_link"}  # whoever holds the link of an open program may read what it is for
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def is_door(file: Source) -> bool:
    return file.name in {"views.py", "api.py"} or bool({"views", "api"} & set(file.parts[1:-1]))


def door_faults(file: Source) -> list[str]:
    """Every `X.objects` whose chain of calls holds no reader, and shortcuts that take a bare model."""
    parents = {child: parent for parent in ast.walk(file.tree) for child in ast.iter_child_nodes(parent)}
    faults = []
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not READERS & _chain(node, parents):
            faults.append(f"{file.at(node)} reads without visible_to")
        if isinstance(node, ast.Call) and name_of(node.func) in SHORTCUTS and _is_model(node.args[0]):
            faults.append(f"{file.at(node)} fetches without visible_to")
    return faults


def _is_model(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def _chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> set[str]:
    """The methods called one after the other on a manager."""
    names = set()
    parent = parents.get(node)
    while parent is not None and node in {getattr(parent, "value", None), getattr(parent, "func", None)}:
        names.add(name_of(parent))
        node, parent = parent, parents.get(parent)
    return names


def test_doors_read_through_visible_to() -> None:
    assert [fault for file in code() if is_door(file) for fault in door_faults(file)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Goal.objects.all()",
        "Goal.objects.get(pk=1)",
        "Goal.objects.create(name=form.cleaned_data['name'])",
        "Goal._base_manager.filter(pk=1)",
        "get_object_or_404(Goal, pk=1)",
        "goals = Goal.objects\ngoals.visible_to(user)",
        "Goal.objects.filter(person__in=Person.objects.visible_to(user))",
    ],
)
def test_the_rule_finds_a_door_that_reads_for_itself(text: str) -> None:
    assert door_faults(source(text, "goals/views.py"))


@pytest.mark.parametrize(
    "text",
    [
        "Goal.objects.visible_to(user).get(pk=1)",
        "Goal.objects.open().visible_to(user)",
        "get_object_or_404(Goal.objects.visible_to(user), pk=1)",
        "queryset = Goal.objects.none()",
    ],
)
def test_the_rule_lets_a_proper_door_pass(text: str) -> None:
    assert not door_faults(source(text, "goals/views.py"))


def test_the_rule_knows_a_door() -> None:
    doors = ["goals/views.py", "goals/api.py", "desk/views/home.py", "config/api/people.py"]
    assert all(is_door(source("", path)) for path in doors)
    assert not is_door(source("", "goals/models.py"))
