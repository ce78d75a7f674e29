"""Turns job history and titles into roles held (3.3)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from people.importing.roles import import_roles


class Command(BaseCommand):
    help = "Read the roles that people held: employee id or e-mail, job, from, until. Nobody gets mail from this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--titles", type=Path, metavar="FILE", help="a file of job codes and their titles")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        for path in (given["file"], given["titles"]):
            if path is not None and not path.is_file():
                raise CommandError(f"There is no file {path}.")
        report = import_roles(given["file"], given["titles"], by=None, now=clock.now())
        if given["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        if report.stopped:
            self.stderr.write(report.stopped_words)
        elif not given["json"]:
            counts = f"{report.created} new, {report.updated} changed, {report.unchanged} unchanged"
            self.stdout.write(f"{report.rows} rows: {counts}, {len(report.errors)} left out")
            for problem in [*report.errors, *report.warnings]:
                self.stdout.write(f"  row {problem.row}  {problem.field}: {problem.message}")
        if report.stopped:
            sys.exit(1)
