"""`manage.py doctor`: what works and what does not, with the mend."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from desk.checkup import CHECKS, checkup

NAMES = [check.name for check in CHECKS]


class Command(BaseCommand):
    help = "Looks at every part of the installation, or at the named ones; exit code 1 when one is to mend."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", nargs="*", help=", ".join(NAMES))
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, part: list[str], **options: Any) -> None:
        """One line for each part, with a second one that says how to mend it."""
        if unknown := [name for name in part if name not in NAMES]:
            raise CommandError(f"There is no part {unknown[0]}: choose among {', '.join(NAMES)}.")
        results = checkup(clock.now(), part)
        if options["json"]:
            self.stdout.write(
                json.dumps([asdict(result) | {"is_good": result.is_good} for result in results], indent=2)
            )
        else:
            for result in results:
                self.stdout.write(f"{'fine   ' if result.is_good else 'to mend'}  {result.label}: {result.figure}.")
                if result.mend:
                    self.stdout.write(f"         {result.mend}")
        if not all(result.is_good for result in results):
            sys.exit(1)
