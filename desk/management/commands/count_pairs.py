"""`manage.py count_pairs`: the figures of dashboards, counted from nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core import clock
from desk import tallies
from programs.models import Tally


class Command(BaseCommand):
    help = "Count the pairs of every program from nothing; the worker counts them again every minute."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        Tally.objects.all().delete()
        self.stdout.write(f"Programs counted: {tallies.keep(clock.now())}")
