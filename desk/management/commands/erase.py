"""`manage.py erase PERSON`: everything about somebody goes, by their e-mail, their id here or their employee id."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from core import clock
from core.errors import NotPossible
from desk.own import erasing
from people.models import User


class Command(BaseCommand):
    help = "Erase everything about a person; what others need stays under no name. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="e-mail, id or employee id")
        parser.add_argument("--dry-run", action="store_true", help="count only, and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        person, now = _find(options["person"]), clock.now()
        try:
            act = erasing.rehearse(person, now=now) if options["dry_run"] else erasing.erase(person, by=None, now=now)
        except NotPossible as refusal:
            raise CommandError("\n".join(map(str, refusal.missing or [refusal]))) from None
        rows = {table: count for table, count in sorted(act.items()) if count}
        if options["json"]:
            self.stdout.write(json.dumps({"person": str(person.pk), "dry_run": options["dry_run"], "rows": rows}))
            return
        for table, count in rows.items():
            self.stdout.write(f"{count:>7}  {table}")
        done = "would be erased" if options["dry_run"] else "erased"
        self.stdout.write(f"{sum(rows.values()):>7}  {done}. Keep this id for restores: {person.pk}")


def _find(words: str) -> User:
    """Raises CommandError if nobody is called so. An erased person is found by the id alone."""
    wanted = Q(email=words.strip().lower()) | Q(employee_id=words.strip())
    with suppress(ValueError):
        wanted |= Q(pk=UUID(words.strip()))
    found: User | None = User.objects.filter(wanted).first()
    if found is None:
        raise CommandError(f"Nobody here has the e-mail, id or employee id “{words}”.")
    return found
