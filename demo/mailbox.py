"""Reading the demo's mail folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from demo.mailing import folder

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}\.eml")


@dataclass(frozen=True)
class Opened:
    """One mail, read. `text` is what a reader without HTML sees."""

    name: str
    to_name: str
    to: str
    sender: str
    subject: str
    at: datetime | None
    text: str
    html: str
    attachments: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A mail that lies in the folder, not opened yet."""

    path: Path

    def opened(self) -> Opened:
        message = message_from_bytes(self.path.read_bytes(), policy=policy.default)
        name, address = parseaddr(str(message["To"] or ""))
        sender = parseaddr(str(message["From"] or ""))[0]
        date = message["Date"]
        return Opened(
            self.path.name, name or address, address, sender, str(message["Subject"] or ""),
            date.datetime if date else None, _part(message, "plain"), _part(message, "html"),
            tuple(str(part.get_filename()) for part in message.iter_attachments() if part.get_filename()),
        )  # fmt: skip


def letters(to: str = "") -> list[Letter]:
    """Newest first; `to` is an address."""
    found = sorted((path for path in folder().glob("*.eml") if NAME.fullmatch(path.name)), reverse=True)
    if to:
        mark = f"<{to.lower()}>".encode()
        found = [path for path in found if mark in path.read_bytes()[:4000].lower()]
    return [Letter(path) for path in found]


def find(name: str) -> Opened | None:
    """The mail of that file name; anything but such a name is none."""
    path = folder() / name
    return Letter(path).opened() if NAME.fullmatch(name) and path.is_file() else None


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
