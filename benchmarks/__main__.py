"""`python -m benchmarks [NAME …]`: one benchmark, or all; exit code 1 when a goal is missed by more than a quarter.

Pairing needs nothing. The others look at the organization in the database of the environment: generate one first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import django


def benchmarks() -> dict[str, Callable[[list[str]], int]]:
    """By name, in the order of the goals."""
    from benchmarks import bringing, load, mentor_match, pages, pairing, queries, search

    modules = {
        "pairing": pairing, "mentor-match": mentor_match, "queries": queries, "pages": pages, "search": search,
        "load": load, "import": bringing,
    }  # fmt: skip
    return {name: module.main for name, module in modules.items()}


def main(arguments: list[str]) -> int:
    """Runs the benchmark that the first argument names; all of them without one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.who import NobodyHere

    found = benchmarks()
    if arguments and arguments[0] not in found:
        print(f"Which benchmark? One of: {', '.join(found)}.", file=sys.stderr)
        return 2
    chosen = [(arguments[0], arguments[1:])] if arguments else [(name, list[str]()) for name in found]
    failed = 0
    for name, rest in chosen:
        try:
            failed |= found[name](rest)
        except NobodyHere:
            print(f"{name}: there is no organization to measure. Run ./run manage generate first.", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
