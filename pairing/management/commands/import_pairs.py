"""Brings in pairs that run already, by the same steps as the pages do."""

import json
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from rich.console import Console
from rich.progress import Progress

from core import clock
from pairing.importing.columns import field_named, labels_of, require_pairs
from pairing.importing.importer import apply_pairs
from pairing.importing.planning import PairPlan, plan_pairs
from people.columns import ColumnError, read_map
from people.importing.running import keep_record
from people.importing.telling import told
from people.tables import TableError, read_path
from programs.kinds import Kind
from programs.models import Program


class Command(BaseCommand):
    help = "Bring pairs that run already into a program, from a CSV or XLSX file. Nobody gets mail from this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="PROGRAM", help="the program's name")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--map", action="append", default=[], metavar="field=Column",
            help="read a field from a column (Column=field works too); without a column it is not read. Fields: "
            f"{', '.join(labels_of(Kind.COACHING.value))}; ends_on in coaching only",
        )  # fmt: skip
        parser.add_argument("--email-domain", default="", metavar="D", help="completes bare logins: SKING is sking@D")
        parser.add_argument("--ask-now", action="store_true", help="ask both to sign on the next morning already")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        now = clock.now()
        program = Program.objects.filter(name=given["name"]).first()
        if program is None:
            raise CommandError(f"There is no program called “{given['name']}”.")
        plan = self._plan(program, given)
        if not plan.stopped and not given["dry_run"]:
            with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
                task = bar.add_task("", total=plan.steps)
                apply_pairs(
                    program, plan, tells=given["ask_now"], by=None, now=now,
                    tell=lambda done: bar.update(task, completed=done),
                )  # fmt: skip
            keep_record(plan, by=None, file_name=given["file"].name, now=now, what="pairs", about=program.pk)
        if given["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False, indent=2))
            if plan.stopped:
                self.stderr.write(plan.stopped_words)
        else:
            self._say(plan, program, dry_run=given["dry_run"])
        if plan.stopped:
            sys.exit(1)

    def _plan(self, program: Program, given: dict[str, Any]) -> PairPlan:
        domain = given["email_domain"].strip().lstrip("@").lower()
        if not given["file"].is_file():
            raise CommandError(f"There is no file {given['file']}.")
        try:
            if domain:
                validate_email(f"someone@{domain}")
            asked = read_map(given["map"], partial(field_named, program.kind))
            table = read_path(given["file"])
            if not asked:
                require_pairs(table, program.kind)
        except ValidationError as error:
            raise CommandError(f"“{domain}” is not a mail domain.") from error
        except TableError as error:
            return PairPlan(stopped=error.code, stopped_words=str(error))
        except ColumnError as error:
            return PairPlan(stopped="columns", stopped_words=str(error))
        return plan_pairs(program, table, asked, domain, by=None, now=clock.now())

    def _say(self, plan: PairPlan, program: Program, *, dry_run: bool) -> None:
        """The same for people: counts, who comes into the program, what is wrong, what is not stored."""
        if plan.stopped:
            self.stderr.write(plan.stopped_words)
            return
        self.stdout.write("Nothing was saved. This would happen:" if dry_run else "Done.")
        self.stdout.write(
            f"{plan.rows} rows: {plan.created} pairs new, {plan.unchanged} here already, {len(plan.errors)} left out, "
            f"{len(plan.warnings)} gaps"
        )
        words = program.words
        for side, names in plan.enrolled.items():
            if names:
                self.stdout.write(f"{len(names)} people come into the program as {words[f'{side}s']}")
        for line in told(plan, "Brought in with a gap", lambda problem: f": {problem.message} {problem.mend}."):
            self.stdout.write(line)
