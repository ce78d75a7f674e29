"""Every link of every kind of mail, opened by whoever got it, at the moment at which it came."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parseaddr

from django.core import mail
from django.db import transaction

from core import clock
from nudges.kinds import KINDS
from nudges.sweeping import sweep
from people.models import User
from programs.models import Program
from tests.nudges.scenarios import STORIES
from tests.walks.crawling import SITE, Page, Start, crawl, kind_of
from tests.walks.personas import Persona

LINK = re.compile(rf"{re.escape(SITE)}(/[^\s<>\"]*)")


def mailed_pages() -> Iterator[Page]:
    """The story of each kind for itself, and undone."""
    for kind in sorted(KINDS):
        with transaction.atomic():
            story = STORIES[kind]()
            story.happen()
            mail.outbox.clear()
            with clock.moved_to(story.due):
                sweep(story.due)
                yield from _behind_the_links(kind)
            transaction.set_rollback(True)


def _behind_the_links(kind: str) -> Iterator[Page]:
    spoken_of = Program.objects.values_list("kind", flat=True).distinct().get()
    for message in mail.outbox:
        reader = User.objects.get(email=parseaddr(message.to[0])[1])
        persona = Persona(f"{reader.first_name}, by the mail “{kind}”", reader, spoken_of)
        text = f"{message.body} {message.extra_headers.get('List-Unsubscribe', '')}"
        starts = [Start(path, f"the mail “{message.subject}”") for path in dict.fromkeys(LINK.findall(text))]
        yield from (replace(page, kind=kind_of(page, {})) for page in crawl(persona, starts, follows=False))
