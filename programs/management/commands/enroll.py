"""Enrolls people from a file, and brings in who is not in the directory yet (4.1)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from core import clock
from core.errors import NotPossible
from people.columns import ColumnError, parse_map
from people.headings import HEADINGS
from people.importing.telling import told, with_field
from programs import kinds
from programs.answer_columns import FIELDS
from programs.enrolling import Enrolled, EnrollOptions, enroll_file, role_named
from programs.models import Program


class Command(BaseCommand):
    help = "Enroll everyone in a CSV or XLSX file in a program. Nobody gets mail from this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [name for kind in kinds.Kind.values for name in kinds.of(kind).ROLE_NAMES]
        parser.add_argument("name", metavar="NAME", help="the program's name")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--as", dest="role", required=True, choices=names)
        parser.add_argument(
            "--map", action="append", default=[], metavar="field=Column",
            help=f"read a field from a column; without a column it is not read. Fields: "
            f"{', '.join((*FIELDS, *HEADINGS))}, manager. Answers (wants, how) are read only if mapped",
        )  # fmt: skip
        parser.add_argument("--email-domain", default="", metavar="D", help="completes bare logins: SKING is sking@D")
        parser.add_argument(
            "--questions-later", action="store_true",
            help="people may be paired before they answer the two questions, and are asked when they sign in",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        program = Program.objects.filter(name=given["name"]).first()
        if program is None:
            raise CommandError(f"There is no program called “{given['name']}”.")
        if not given["file"].is_file():
            raise CommandError(f"There is no file {given['file']}.")
        try:
            role = role_named(program, given["role"], kinds.of(program.kind).ROLE_NAMES)
            options = _options(given)
            found = enroll_file(program, given["file"], role, options, by=None, now=clock.now())
        except ColumnError as error:
            found = Enrolled(stopped="columns", stopped_words=str(error))
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        if given["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            self._say(found)
        if found.stopped:
            sys.exit(1)

    def _say(self, found: Enrolled) -> None:
        """The same for people."""
        if found.stopped:
            self.stderr.write(found.stopped_words)
            return
        self.stdout.write(
            f"{found.rows} rows: {found.enrolled} enrolled, {found.already} took part already, "
            f"{found.created} new in the directory, {found.both} in both roles, {len(found.errors)} left out"
        )
        for line in told(found, "To look at", with_field):
            self.stdout.write(line)


def _options(given: dict[str, Any]) -> EnrollOptions:
    """`--map` in two halves: fields of an enrollment by their own names, the rest as an import reads it."""
    domain = given["email_domain"].strip().lstrip("@").lower()
    try:
        if domain:
            validate_email(f"someone@{domain}")
    except ValidationError as error:
        raise CommandError(f"“{domain}” is not a mail domain.") from error
    pairs = [(pair.partition("=")[0].strip(), pair) for pair in given["map"]]
    answers = {name: pair.partition("=")[2].strip() for name, pair in pairs if name in FIELDS}
    people = parse_map(pair for name, pair in pairs if name not in FIELDS)
    return EnrollOptions(people, answers, domain, given["questions_later"])
