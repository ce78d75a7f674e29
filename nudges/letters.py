"""Writing a mail at the moment it is sent, in the reader's language and on the reader's clock.

A nudge's template says its words once, in the blocks subject, lead, button, links (one "address words" per line) and
note; plain text and HTML are made from the same parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formataddr, parseaddr
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import render_to_string, select_template
from django.utils.translation import gettext as _

from nudges import links, walltime
from nudges.kinds import KINDS
from nudges.models import Category, Nudge
from people.models import User
from people.readers import written_for

PART = "\x1f"  # stands between the parts of `templates/mails/_parts.txt`


@dataclass(frozen=True)
class Link:
    url: str
    label: str


@dataclass(frozen=True)
class Item:
    """What one nudge says."""

    nudge: Nudge
    subject: str
    lead: str
    button: Link | None = None
    links: list[Link] = field(default_factory=list)
    note: str = ""
    program: str = ""
    why: str = ""


def write_item(nudge: Nudge, now: datetime) -> Item:
    """The words of one nudge. Anything may be raised from a template or a broken row: the caller isolates it."""
    kind = KINDS[nudge.kind]
    with written_for(nudge.recipient):
        words = {**_about_the_pair(nudge), **kind.words(nudge, now)}
        today = walltime.local_day(now, nudge.recipient)
        template: Any = select_template(_template_names(nudge, words))
        context = Context({**words, "today": today, "parts": "mails/_parts.txt"}, autoescape=False)
        subject, lead, label, more, note = template.template.render(context).split(PART)
    button = Link(words["button_url"], _line(label)) if _line(label) and words.get("button_url") else None
    found = [Link(*line.split(maxsplit=1)) for line in more.splitlines() if line.strip()]
    about = {"program": str(words.get("program", "")), "why": str(words.get("why", ""))}
    return Item(nudge, _line(subject), _line(lead), button, found, _line(note), **about)


def _line(text: str) -> str:
    """One line; spaces that must not break stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def compose(person: User, items: list[Item], now: datetime) -> EmailMultiAlternatives:
    """One mail with everything that these items say to this person."""
    items = _each_once(items)
    stoppable = sorted({str(KINDS[i.nudge.kind].topic) for i in items if i.nudge.category == Category.MORNING})
    with written_for(person):
        subject = items[0].subject if len(items) == 1 else _("Today in Manyhands")
        context = {"subject": subject, "items": items, "several": len(items) > 1, "why": _why(items)}
        if stoppable:
            context["settings_url"] = links.settings_page()
        text = render_to_string("mails/letter.txt", context)
        html = css_inline.inline(render_to_string("mails/letter.html", context))
        to = formataddr((_line(person.name), person.email or ""))
        mail = EmailMultiAlternatives(subject, text, _sender(items), [to])
    mail.attach_alternative(html, "text/html")
    mail.extra_headers = {"Message-ID": message_id(items[0].nudge), "Auto-Submitted": "auto-generated"}
    if stoppable:
        mail.extra_headers["List-Unsubscribe"] = f"<{links.one_click(person, stoppable)}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with written_for(person):
        for item in items:
            _attach_calendar(mail, item.nudge, now)
    return mail


def _each_once(items: list[Item]) -> list[Item]:
    """Who is reminded by hand may be due for the same words on that morning anyway."""
    found: dict[Any, Item] = {}
    for item in items:
        found.setdefault((item.subject, item.lead, item.button, tuple(item.links), item.note), item)
    return list(found.values())


def message_id(nudge: Nudge) -> str:
    """Derived from the key, so that a second mail about the same is recognized as the same mail; a mail that may have
    gone already keeps the one it had."""
    return nudge.message_id or message_id_of(nudge.key)


def message_id_of(key: str) -> str:
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{_host_of(settings.BASE_URL)}>"


@cache
def _host_of(address: str) -> str:
    return urlsplit(address).hostname or "localhost"


def _attach_calendar(mail: EmailMultiAlternatives, nudge: Nudge, now: datetime) -> None:
    entry = KINDS[nudge.kind].calendar
    if entry is None:
        return
    method, text = entry(nudge, now)
    mail.attach_alternative(text, f"text/calendar; method={method}")
    mail.attach("invite.ics", text.encode(), "application/ics")


def _about_the_pair(nudge: Nudge) -> dict[str, Any]:
    pair, person = nudge.relationship, nudge.recipient
    if pair is None:
        return {"me": person, "role": ""}
    return {
        "me": person,
        "pair": pair,
        "program": pair.program,
        "role": pair.role_of(person) or "",
        "other": pair.other(person),
        "words": pair.words,
        "pair_url": links.pair(pair),
    }


def _template_names(nudge: Nudge, words: dict[str, Any]) -> list[str]:
    """The most exact template there is: by kind of relationship, role, and whether it is said again."""
    kind = KINDS[nudge.kind]
    again = bool(kind.offsets) and nudge.offset != kind.first_offset
    stems = [f"{kind.template}_again", kind.template] if again else [kind.template]
    folders = [f"mails/{nudge.relationship.kind}/", "mails/"] if nudge.relationship else ["mails/"]
    endings = [f"_{words['role']}", ""] if words["role"] else [""]
    return [f"{folder}{stem}{end}.txt" for stem in stems for folder in folders for end in endings]


def _why(items: list[Item]) -> str:
    own = {item.why for item in items if item.why}
    if own:
        return own.pop()
    programs = ", ".join(sorted({item.program for item in items}))
    return _("Why you get this: you take part in %(programs)s.") % {"programs": programs}


def _sender(items: list[Item]) -> str:
    """ "Manyhands, Spring mentoring" where the mail is about one program."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    programs = {item.program for item in items}
    only = f"Manyhands, {programs.pop()}" if len(programs) == 1 else name or "Manyhands"
    return formataddr((_line(only), address))
