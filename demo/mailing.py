"""The demo's mail system: a folder with one file a mail, in which every mail has the date of the moved clock.

It knows no mailbox at one domain, so that a mail comes back as it would in life.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from email.message import Message
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from core import clock
from demo.cast import DEAD_DOMAIN


def folder() -> Path:
    return Path(settings.VAR_DIR) / "mail"


class EmailBackend(BaseEmailBackend):
    """Files each mail; refuses those to the dead domain as a mail server does."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """Returns how many were filed; raises SMTPRecipientsRefused."""
        for mail in email_messages:
            recipients = mail.recipients()
            if dead := [each for each in recipients if parseaddr(each)[1].endswith(f"@{DEAD_DOMAIN}")]:
                raise smtplib.SMTPRecipientsRefused({dead[0]: (550, b"No such mailbox")})
            _file(mail.message())
        return len(email_messages)


def _file(message: Message) -> None:
    now = clock.now()
    del message["Date"]
    message["Date"] = format_datetime(now)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{now:%Y%m%dT%H%M%S%f}-{uuid4().hex[:12]}.eml"
    # A name that appears whole: the mailbox never reads half a mail.
    part = folder() / f".{name}.part"
    part.write_bytes(message.as_bytes())
    part.rename(folder() / name)
