"""`./run manage create_admin_link`: the first org admin's way in, and the way back for one who lost theirs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from people.admin_link import make_admin_link


class Command(BaseCommand):
    help = "Prints a link with which the org admin gets in once, within a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """The link alone on stdout."""
        self.stdout.write(make_admin_link(settings.BASE_URL))
