"""A real SMTP server, and reading what it got as a person would."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.run.installation import wait_for


class Postbox:
    """Every mail that arrived, in order."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        self.arrived += [(address.lower(), message) for address in envelope.rcpt_tos]
        return "250 OK"

    def of(self, address: str, subject: str = "") -> list[EmailMessage]:
        """What this address got with these words in the subject."""
        return [mail for to, mail in self.arrived if to == address and subject in mail["Subject"]]

    def newest(self, address: str, subject: str = "") -> EmailMessage:
        """The last of them; AssertionError if there is none."""
        found = self.of(address, subject)
        assert found, f"no “{subject}” for {address}; got: {[mail['Subject'] for mail in self.of(address)]}"
        return found[-1]


def text_of(mail: EmailMessage) -> str:
    """The plain words."""
    part = mail.get_body(preferencelist=("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage, label: str = "") -> str:
    """The address behind a button of the mail, by the words on it; without words the first one."""
    found = re.search(rf"{re.escape(label)}:? *\n?(http\S+)" if label else r"(http\S+)", text_of(mail))
    assert found, f"no “{label}” in:\n{text_of(mail)}"
    return found[1]


@contextmanager
def open_postbox() -> Iterator[tuple[Postbox, int]]:
    """A postbox and the port that it listens on."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


def wait_for_mail(box: Postbox, address: str, subject: str, number: int = 1) -> EmailMessage:
    """The newest of them as soon as there are so many."""
    wait_for(lambda: len(box.of(address, subject)) >= number, 20)
    return box.newest(address, subject)
