"""What differs between the kinds is written in `relationships/kinds/`; nobody else asks which kind it is."""

import ast
import re
from collections.abc import Iterable
from types import ModuleType

import pytest

from relationships.kinds import coaching, mentoring
from tests.architecture.sources import Source, code, dotted, name_of, source, templates

ASKING = {"is_coaching", "is_mentoring"}
TEMPLATE_TAG = re.compile(r"{%-?\s*(?:if|elif|with|ifchanged)\b(.*?)%}", re.DOTALL)
TEMPLATE_KIND = re.compile(
    r"\bkind\b[\w.|:\"']*\s*(==|!=|\b(in|not|is)\b)|(==|!=|\b(in|is)\b)\s*[\w.]*\bkind\b|\bis_(coaching|mentoring)\b"
)
# The kind of something else: a button, a nudge.
OTHER_LITERAL = re.compile(r"\bkind\s*(==|!=)\s*([\"'])(?!coaching|mentoring)[\w-]*\2")
KINDS = {"coaching", "mentoring"}
# To be one of all kinds is no branch.
ALL = {"KINDS", "values", "_answers"}


def kind_faults(file: Source) -> list[str]:
    """Comparisons of a kind, `match` on one, and names that ask for one."""
    if file.path.startswith("relationships/kinds/"):
        return []
    found = [f"{file.at(node)} asks which kind" for node in ast.walk(file.tree) if _asks(node)]
    return sorted(set(found))


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        # `a.kind == b.kind` compares two rows, it does not branch; numpy's dtype.kind is another thing.
        sides = [node.left, *node.comparators]
        others = [side for side in sides if name_of(side) != "kind"]
        about_numbers = any(dotted(side).endswith("dtype.kind") for side in sides)
        return len(others) < len(sides) and not about_numbers and any(_may_be_a_kind(side) for side in others)
    if isinstance(node, ast.Match):
        return any(name_of(part) == "kind" for part in ast.walk(node.subject)) or _says_a_kind(node.cases)
    if isinstance(node, ast.Subscript | ast.Call):
        return _looks_up(node)
    if isinstance(node, ast.FunctionDef):
        return node.name in ASKING
    return name_of(node) in ASKING


def _says_a_kind(nodes: Iterable[ast.AST]) -> bool:
    return any(isinstance(n, ast.Constant) and n.value in KINDS for node in nodes for n in ast.walk(node))


def _looks_up(node: ast.Subscript | ast.Call) -> bool:
    """`{"coaching": a, "mentoring": b}[kind]` and its `get`, `kind.startswith("coach")`: branches by other names."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Dict) and name_of(node.slice) == "kind"
    called = node.func
    if not isinstance(called, ast.Attribute):
        return False
    of_dict = (
        called.attr == "get" and isinstance(called.value, ast.Dict) and any(name_of(a) == "kind" for a in node.args)
    )
    return of_dict or (called.attr in ("startswith", "endswith") and name_of(called.value) == "kind")


def _may_be_a_kind(node: ast.AST) -> bool:
    """A literal that says neither coaching nor mentoring is the kind of something else: a button, a nudge."""
    words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
    is_literal = isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Set)
    return bool(KINDS & set(words)) if is_literal and words else name_of(node) not in ALL


def template_kind_faults(file: Source) -> list[str]:
    return [
        f"{file.path}:{file.text[: tag.start()].count(chr(10)) + 1} asks which kind"
        for tag in TEMPLATE_TAG.finditer(file.text)
        if TEMPLATE_KIND.search(OTHER_LITERAL.sub(" ", tag[1]))
    ]


def different_names(one: ModuleType, other: ModuleType) -> set[str]:
    """Public names that only one of two modules defines (imports are not definitions)."""

    def public(module: ModuleType) -> set[str]:
        body = ast.parse(open(module.__file__ or "").read()).body  # noqa: PTH123, SIM115
        names = [getattr(node, "name", "") for node in body]
        for node in body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names += [name_of(target) for target in targets if target is not None]
        return {name for name in names if name and not name.startswith("_")}

    return public(one) ^ public(other)


def test_nobody_outside_the_kinds_asks_which_kind_it_is() -> None:
    assert [fault for file in code() for fault in kind_faults(file)] == []


def test_no_template_asks_which_kind_it_is() -> None:
    assert [fault for file in templates() for fault in template_kind_faults(file)] == []


def test_both_kinds_define_the_same_names() -> None:
    assert different_names(coaching, mentoring) == set()


@pytest.mark.parametrize(
    "text",
    [
        'if pair.kind == "coaching": pass',
        "x = Kind.MENTORING != self.kind",
        'y = relationship.kind in ("coaching",)',
        "z = 1 if kind is Kind.COACHING else 2",
        "match pair.kind:\n    case 'coaching': pass",
        "match (pair.kind, x):\n    case _: pass",
        "match what:\n    case 'mentoring': pass",
        "x = {'coaching': 1, 'mentoring': 2}[pair.kind]",
        "x = {Kind.COACHING: 1}.get(pair.kind)",
        "x = pair.kind.startswith('coach')",
        "if pair.is_coaching: pass",
        "def is_mentoring(self): return True",
    ],
)
def test_the_rule_finds_a_branch(text: str) -> None:
    assert kind_faults(source(text))
    assert not kind_faults(source(text, "relationships/kinds/coaching.py"))


@pytest.mark.parametrize(
    "text",
    [
        "kinds.of(pair.kind).WORDS",
        "a.kind == b.kind",
        "Q(kind=x)",
        "kinds == 2",
        "kind not in KINDS",
        "table.dtype.kind == 'i'",
        "button.kind == 'primary'",
        "KINDS[nudge.kind]",
        "match status:\n    case 'active': pass",
    ],
)
def test_the_rule_lets_other_uses_pass(text: str) -> None:
    assert not kind_faults(source(text))


@pytest.mark.parametrize(
    "text",
    [
        '{% if pair.kind == "coaching" %}',
        "{% elif x and 'mentoring' == program.kind %}",
        '{% if kind in "coaching mentoring" %}',
        "{% if pair.is_mentoring %}",
        '{% if pair.kind|lower != "coaching" %}',
    ],
)
def test_the_rule_finds_a_branch_in_a_template(text: str) -> None:
    assert template_kind_faults(source(text, "templates/x.html"))


@pytest.mark.parametrize(
    "text", ["{{ pair.kind }}", "{% if kindness == 1 %}", "{% if pair.words.guide %}", '{% if kind == "primary" %}']
)
def test_the_rule_lets_other_templates_pass(text: str) -> None:
    assert not template_kind_faults(source(text, "templates/x.html"))


def test_the_rule_finds_a_name_that_only_one_kind_has(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("kinds")
    modules = []
    for name, text in (("a", "import os\nX = 1\nY: int = 2\n_own = 3"), ("b", "X = 2\ndef y(): ...")):
        (folder / f"{name}.py").write_text(text)
        module = ModuleType(name)
        module.__file__ = str(folder / f"{name}.py")
        modules.append(module)
    assert different_names(*modules) == {"Y", "y"}
    assert different_names(modules[0], modules[0]) == set()
