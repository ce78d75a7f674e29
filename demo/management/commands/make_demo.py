"""`manage.py make_demo`: fills an empty installation with an invented organization, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from demo.making import make


class Command(BaseCommand):
    help = "Makes the invented organization of the demo; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError outside the demo: invented people never mix with real ones."""
        if not settings.DEMO or settings.PRODUCTION:
            raise CommandError("The demo is made with DEMO=1 only, in a folder of its own: ./run demo")
        began = time.monotonic()
        if make(clock.now()):
            seconds = round(time.monotonic() - began)
            self.stdout.write(f"Made an organization and eight weeks of its programs in {seconds} s.")
