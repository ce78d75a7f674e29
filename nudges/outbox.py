"""Handing a mail to the mail system, and reading its answer."""

from __future__ import annotations

import smtplib
from enum import StrEnum
from types import TracebackType
from typing import Any, NamedTuple, Self

from django.core.mail import EmailMultiAlternatives, get_connection


class Answer(StrEnum):
    ACCEPTED = "accepted"
    LATER = "later"  # 4xx: not taken, try again
    NEVER = "never"  # 5xx: not taken, and will not be
    UNSURE = "unsure"  # the line went dead: it may have been taken


class Outcome(NamedTuple):
    answer: Answer
    error: str = ""


class Unreachable(Exception):
    """The mail system does not answer at all; nothing was handed over."""


class Outbox:
    """One connection for many mails. Use as a context manager."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def open(self) -> None:
        """Connect, if not connected. Raises Unreachable."""
        if self._connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error
        self._connection = connection

    def hand_over(self, mail: EmailMultiAlternatives) -> Outcome:
        """Give one mail to one person. The connection is open; after trouble the next `open` makes a new one."""
        try:
            taken = self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, _text = next(iter(error.recipients.values()), (550, b""))
            return self._refused(code, error)
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error)
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            return Outcome(Answer.UNSURE, type(error).__name__)
        return Outcome(Answer.ACCEPTED) if taken else Outcome(Answer.NEVER, "NoRecipient")

    def _refused(self, code: int, error: Exception) -> Outcome:
        self._close()
        answer = Answer.LATER if 400 <= code < 500 else Answer.NEVER
        return Outcome(answer, f"{type(error).__name__} {code}")

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException):
                return
