"""`./run manage api_token EMAIL`: a token for the API, for who sits at the server's console."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import NotPossible
from people import api_tokens
from people.models import User


class Command(BaseCommand):
    help = "Make a token with which a program may use the API in the name of somebody in the directory. Shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--scope", action="append", metavar="SCOPE", choices=api_tokens.SCOPES,
            help="what it may do; may be given more than once. Without it the token may read everything",
        )  # fmt: skip
        parser.add_argument("--name", default="made at the console", help="what it is for")
        parser.add_argument("--days", type=int, default=90, choices=api_tokens.DAYS, help="how long it works")
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, **given: Any) -> None:
        """The token on stdout, alone or in JSON."""
        now, drawn = clock.now(), api_tokens.draw()
        person = User.objects.active().filter(email=given["email"].strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {given['email']}. Import people first.")
        scopes = given["scope"] or [scope for scope in api_tokens.SCOPES if scope.endswith(":read")]
        try:
            row = api_tokens.make(
                person, drawn, name=given["name"], scopes=scopes, days=given["days"], by=None, now=now
            )
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        facts = {"token": drawn, "scopes": row.scopes, "expires_at": row.expires_at.isoformat()}
        self.stdout.write(json.dumps(facts, indent=2) if given["json"] else drawn)
