"""`manage.py sweep`: notice and deliver once."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from nudges.sweeping import rehearse, sweep


class Command(BaseCommand):
    help = "Find out what deserves a reminder and send what is due, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="as if it were this moment (ISO 8601; without a zone: UTC)")
        parser.add_argument("--dry-run", action="store_true", help="send nothing and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = _moment(options["now"]) if options["now"] else clock.now()
        report = rehearse(now) if options["dry_run"] else sweep(now)
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        self.stdout.write(
            "{noticed} new, {sent} sent, {skipped_stale} too late, {dropped} dropped, {pending} waiting".format(
                **report
            )
        )


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a moment such as 2026-11-17T09:00+01:00.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
