"""`manage.py retention`: what is kept how long, what is over now, and what went lately."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.models import Removal
from desk.own import retention
from desk.own.periods import PERIODS

LATELY = timedelta(days=30)


class Command(BaseCommand):
    help = "Remove what has outlived its time, and say how much of what; the worker does the same every hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only, and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        rows = retention.due(now) if options["dry_run"] else retention.sweep(now)
        lately: Counter[str] = Counter()
        days = Removal.objects.filter(day__gte=clock.day_here(now - LATELY)).order_by("day", "what")
        for removal in days:
            lately[removal.what] += removal.rows
        self.stdout.write(f"{'kept':>9}  {'over' if options['dry_run'] else 'removed':>7}  {'30 days':>7}  what")
        for each in PERIODS:
            self.stdout.write(f"{each.days:>4} days  {rows[each.key]:>7}  {lately[each.key]:>7}  {each.what}")
        for removal in days:
            self.stdout.write(f"{removal.day}  {removal.rows:>7}  {removal.what}")
