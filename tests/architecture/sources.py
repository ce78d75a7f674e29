"""The files that the rules read."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.architecture.floors import APPS

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """A file: its path from the root of the repository, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).parts

    @property
    def name(self) -> str:
        return self.parts[-1]

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}"


def _read(folders: Iterable[str], pattern: str) -> Iterator[Source]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(pattern)):
            yield Source(str(path.relative_to(ROOT)), path.read_text("utf-8"))


@cache
def code() -> list[Source]:
    """What we run: the Python of every app, without migrations."""
    return [source for source in _read(APPS, "*.py") if "migrations" not in source.parts]


@cache
def all_code() -> list[Source]:
    """The same with tests, benchmarks and tools."""
    return [*code(), *_read(("tests", "benchmarks", ".ci"), "*.py")]


@cache
def templates() -> list[Source]:
    """Everything that Django renders."""
    return list(_read((*APPS, "templates"), "*.html")) + list(_read((*APPS, "templates"), "*.txt"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name_of(node: ast.AST) -> str:
    """The last word of a name or an attribute: `kind` of `self.pair.kind`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """`timezone.now` for that attribute; empty for anything that is not a plain chain of names."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def source(text: str, path: str = "goals/models.py") -> Source:
    """An example for trying a rule."""
    return Source(path, text)
