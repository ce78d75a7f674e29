"""A program from the command line, open at once with its kind's defaults (4.1)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from core import clock
from core.errors import NotPossible
from people.admin_link import first_org_admin
from people.models import User
from programs.kinds import Kind
from programs.models import Program
from programs.running import create_open

# A program needs somebody to ask about data; the admin may have no address yet.
NO_ADDRESS = "privacy@localhost.localdomain"


class Command(BaseCommand):
    help = (
        "Set up a program and open it. Without options the first org admin runs it and is its help contact; "
        "both can be changed on the program's page."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument("--kind", choices=Kind.values, required=True)
        parser.add_argument("--admin", metavar="EMAIL", help="who runs it: somebody in the directory")
        parser.add_argument("--help-contact", metavar="EMAIL", help="whom people may write to; the admin if not said")
        parser.add_argument("--data-contact", metavar="EMAIL", help="for questions about data; the admin if not said")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        now = clock.now()
        admin = self._person(given["admin"]) if given["admin"] else first_org_admin(now)
        contact = self._person(given["help_contact"]) if given["help_contact"] else admin
        data_contact = given["data_contact"] or admin.email or NO_ADDRESS
        try:
            validate_email(data_contact)
            program = create_open(
                given["name"], given["kind"], admin=admin, help_contact=contact, data_contact=data_contact,
                now=now,
            )  # fmt: skip
        except ValidationError as error:
            raise CommandError(f"“{data_contact}” is not an e-mail address.") from error
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(program, admin, contact, as_json=given["json"])

    def _person(self, email: str) -> User:
        person = User.objects.active().filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}. Import people first.")
        found: User = person
        return found

    def _say(self, program: Program, admin: User, contact: User, *, as_json: bool) -> None:
        if as_json:
            facts = {"program": str(program.pk), "name": program.name, "kind": program.kind, "status": program.status}
            people = {"admin": admin.email or str(admin.pk), "help_contact": contact.email or str(contact.pk)}
            self.stdout.write(json.dumps({**facts, **people}, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"“{program.name}” ({program.kind}) is open. {admin.name} runs it; for help: {contact.name}.")
