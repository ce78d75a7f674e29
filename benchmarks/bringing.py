"""Goal 14: bringing 5,000 people in within 20 seconds; and exports, which are not there yet."""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from benchmarks.rows import Limit, Line, NotMeasured, tell
from core import clock
from demo import cast, growing
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.reading import plan_path
from people.models import User

SECONDS = 20


def bring_in(count: int) -> float:
    """Seconds for a file of so many new people; they are gone again at its end. RuntimeError if one is missing."""
    now = clock.now()
    rows = growing.rows(now.date(), count, random.Random(2))
    for row in rows:  # beside those who are there
        for name in ("Employee ID", "Manager ID"):
            row[name] = row[name] and f"B{row[name]}"
        row["E-mail"] = f"b.{row['E-mail']}"
    with TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "people.csv"
        path.write_text(cast.as_csv(rows), encoding="utf-8")
        before, began = User.objects.count(), time.perf_counter()
        apply_plan(plan_path(path, ImportOptions(), now), by=None, now=now)
        seconds = time.perf_counter() - began
        if User.objects.count() - before != count:
            raise RuntimeError("not everybody came in")
        transaction.set_rollback(True)
    return seconds


def main(arguments: list[str]) -> int:
    """Prints seconds and memory; 1 if the goal is missed by more than a quarter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks import", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    options = parser.parse_args(arguments)
    seconds = bring_in(options.people)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines: list[Line] = [
        Limit(f"import of {options.people:,} people, s", seconds, SECONDS),
        NotMeasured("memory of an export", "there is no export yet"),
    ]
    failed = tell(lines)
    print(f"  peak memory of the process {megabytes:,.0f} MB")
    return failed
