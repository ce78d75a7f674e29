"""Brings people in from a CSV or XLSX file, by the same steps as the pages do (3.2)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from rich.console import Console
from rich.progress import Progress

from core import clock
from people.columns import ColumnError, parse_map
from people.headings import HEADINGS
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions, Plan, stopped_plan
from people.importing.reading import plan_path
from people.importing.running import keep_record
from people.importing.telling import told, with_field


class Command(BaseCommand):
    help = "Bring people in from a CSV or XLSX file. Nobody gets mail from this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        fields = ", ".join(HEADINGS)
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="field=Column",
            help=f"read a field from a column; without a column it is not read. Fields: {fields}, manager",
        )
        parser.add_argument("--email-domain", default="", metavar="D", help="completes bare logins: SKING is sking@D")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument(
            "--complete", action="store_true", help="the file lists everyone: whoever is not in it has left"
        )
        parser.add_argument(
            "--contradictions",
            choices=["left", "active"],
            help='how to read "Active" beside a leaving date in the past',
        )
        parser.add_argument("--allow-leavers", action="store_true", help="end more than 5 %% of the active people")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        now = clock.now()
        plan = self._plan(given)
        if not plan.stopped and not given["dry_run"]:
            with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
                task = bar.add_task("", total=len(plan.people))
                apply_plan(plan, by=None, now=now, tell=lambda done: bar.update(task, completed=done))
            keep_record(plan, by=None, file_name=given["file"].name, now=now)
        if given["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
            if plan.stopped:
                self.stderr.write(plan.stopped_words)
            elif plan.complete:
                self.stderr.write(f"{plan.absent} people who are not in the file left")
        else:
            self._say(plan, dry_run=given["dry_run"])
        if plan.stopped:
            sys.exit(1)

    def _plan(self, given: dict[str, Any]) -> Plan:
        domain = given["email_domain"].strip().lstrip("@").lower()
        try:
            asked = parse_map(given["map"])
            if domain:
                validate_email(f"someone@{domain}")
        except ColumnError as error:
            return stopped_plan("columns", str(error))
        except ValidationError as error:
            raise CommandError(f"“{domain}” is not a mail domain.") from error
        if not given["file"].is_file():
            raise CommandError(f"There is no file {given['file']}.")
        names = ("complete", "contradictions", "allow_leavers")
        options = ImportOptions(asked=asked, email_domain=domain, **{name: given[name] for name in names})
        return plan_path(given["file"], options, clock.now())

    def _say(self, plan: Plan, *, dry_run: bool) -> None:
        """The same for people: counts, what is wrong, what is not stored."""
        if plan.stopped:
            self.stderr.write(plan.stopped_words)
            return
        self.stdout.write("Nothing was saved. This would happen:" if dry_run else "Done.")
        self.stdout.write(
            f"{plan.rows} rows: {plan.created} new, {plan.updated} changed, {plan.unchanged} unchanged, "
            f"{plan.left} left, {len(plan.errors)} left out, {len(plan.warnings)} gaps"
        )
        if plan.complete:
            self.stdout.write(f"{plan.absent} people who are not in the file left")
        for line in told(plan, "Imported with a gap", with_field):
            self.stdout.write(line)
