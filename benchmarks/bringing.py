"""Goal 14: bringing 5,000 people in within 20 seconds; a list of 100,000 rows sent with at most 50 MB more."""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.test import RequestFactory

from benchmarks.rows import Limit, Line, tell
from core import clock
from core.exporting import Listing, as_file
from demo import cast, growing
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.reading import plan_path
from people.models import User
from relationships.models import Session

SECONDS = 20
MEGABYTES = 50


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


def sent(rows: int) -> float:
    """Megabytes at the peak of this process once a list of so many sessions was sent."""
    request = RequestFactory().get("/")
    request.user = User.objects.order_by("pk")[0]
    listing = Listing(
        "sessions", ["When", "How it stands", "Minutes"], Session.objects.order_by("pk")[:rows],
        lambda row: [row.starts_at, row.status, row.minutes],
    )  # fmt: skip
    with transaction.atomic():
        for _piece in as_file(request, listing, "csv"):
            pass
        transaction.set_rollback(True)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """Prints seconds and memory; 1 if the goal is missed by more than a quarter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks import", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    options = parser.parse_args(arguments)
    grown = -sent(1_000) + sent(100_000)  # before the import, which raises the peak
    seconds = bring_in(options.people)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines: list[Line] = [
        Limit(f"import of {options.people:,} people, s", seconds, SECONDS),
        Limit("export, 1,000 to 100,000 rows, MB more", grown, MEGABYTES),
    ]
    failed = tell(lines)
    print(f"  peak memory of the process {megabytes:,.0f} MB")
    return failed
