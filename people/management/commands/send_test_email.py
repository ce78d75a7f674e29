"""`manage.py send_test_email ADDRESS`: does mail leave this installation?"""

from argparse import ArgumentParser
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from people.mailing import send_test


class Command(BaseCommand):
    help = "Sends one mail and says what the mail system answered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="who gets it")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        """Says where the mail went."""
        try:
            validate_email(address)
            send_test(address)
        except ValidationError as error:
            raise CommandError(f"“{address}” is not a mail address.") from error
        except (OSError, SMTPException) as error:
            raise CommandError(
                f"The mail to {address} was not taken ({type(error).__name__}). Correct EMAIL_URL, then try again."
            ) from error
        if settings.EMAIL_IS_SENT:
            self.stdout.write(f"The mail system took a mail to {address}. See whether it arrives, among the spam too.")
        else:
            self.stdout.write(f"No mail is sent until EMAIL_URL is set: the mail to {address} lies in var/mail.")
