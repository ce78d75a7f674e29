"""What an installation needs to work: each part looked at, with how it stands and how to mend it.

`CHECKS` is the one list: the health page, `manage.py doctor` and the tests read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import health, heartbeats
from core.backups.samples import open_samples
from core.backups.tables import migrations_missing
from core.errors import NotYours
from core.rotation import ELSEWHERE, sealed_columns
from nudges.models import Nudge
from nudges.outbox import Outbox, Unreachable
from people import privacy
from people.models import User

BACKUP_LIMIT = timedelta(days=2)  # they are to be taken daily
MAIL_LATE = timedelta(minutes=15)
GIVEN_UP_SINCE = timedelta(days=7)
ONLY_HERE = {"localhost", "127.0.0.1", "::1"}


class Finding(NamedTuple):
    """How a part stands. `mend` says what to do, and is empty when it is fine."""

    figure: str
    mend: str = ""


@dataclass(frozen=True)
class Look:
    """What the checks look with: the moment, and when each part was last heard of."""

    now: datetime

    @cached_property
    def heard(self) -> dict[str, datetime]:
        return heartbeats.heard()


@dataclass(frozen=True)
class Check:
    """One part: the word for the command line, the one for people, and how to look at it."""

    name: str
    label: Any
    look: Callable[[Look], Finding]


@dataclass(frozen=True)
class Result:
    """One line of the health page."""

    name: str
    label: str
    figure: str
    mend: str

    @property
    def is_good(self) -> bool:
        return not self.mend


def require(person: User) -> None:
    """Raises NotYours for everybody but organization admins."""
    if not person.is_org_admin:
        raise NotYours(_("Only an organization admin sees how the installation is."))


def checkup(now: datetime, names: Iterable[str] = ()) -> list[Result]:
    """Look at every part, or at the named ones. What asks a database that does not answer is to mend as well."""
    chosen, wanted, look = [], set(names), Look(now)
    for check in CHECKS:
        if not wanted or check.name in wanted:
            try:
                finding = check.look(look)
            except DatabaseError:
                finding = Finding(_("unknown, because the database does not say"), _("Mend the database first."))
            chosen.append(Result(check.name, str(check.label), *finding))
    return chosen


def ago(then: datetime, now: datetime) -> str:
    """ "20 s ago", "5 minutes ago"."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 60:
        return _("%(seconds)s s ago") % {"seconds": seconds}
    return _("%(time)s ago") % {"time": timesince(then, now, depth=1)}


def database(look: Look) -> Finding:
    """Does it answer, and has it every migration?"""
    try:
        missing = migrations_missing()
    except DatabaseError:
        return Finding(_("does not answer"), _("Start it, or correct DATABASE_URL."))
    if missing:
        words = ngettext("%(count)s migration is missing", "%(count)s migrations are missing", len(missing))
        return Finding(words % {"count": len(missing)}, _("Run ./run manage migrate."))
    return Finding(_("answers"))


def broker(look: Look) -> Finding:
    """Does the queue take kicks?"""
    if health.has_broker():
        return Finding(_("answers"))
    if settings.REDIS_URL:
        return Finding(_("does not answer"), _("Start Redis, or correct REDIS_URL. Nothing is lost; reminders wait."))
    return Finding(_("cannot be written"), _("Let Manyhands write into the folder broker/queue of VAR_DIR."))


def worker(look: Look) -> Finding:
    """Has it shown that it lives?"""
    return _sign_of_life(
        look, heartbeats.WORKER, _("Start the worker: ./run does, in containers docker compose up -d.")
    )


def scheduler(look: Look) -> Finding:
    """Has it shown that it lives?"""
    return _sign_of_life(
        look, heartbeats.SCHEDULER, _("Start the one scheduler: ./run does, in containers docker compose up -d.")
    )


def _sign_of_life(look: Look, part: str, mend: str) -> Finding:
    at = look.heard.get(part)
    if at is None:
        return Finding(_("never ran"), mend)
    figure = _("last run %(ago)s") % {"ago": ago(at, look.now)}
    return Finding(figure, "" if look.now - at <= settings.HEARTBEAT_LIMIT else mend)


def mail(look: Look) -> Finding:
    """Is there a mail system, and does it let us in? Nothing is sent."""
    if not settings.EMAIL_IS_SENT:
        return Finding(_("not set up. Invitations wait"), _("Set EMAIL_URL."))
    try:
        with Outbox() as outbox:
            outbox.open()
    except Unreachable as error:
        mend = _("Correct EMAIL_URL, then send a test mail.")
        return Finding(_("%(host)s does not take mail (%(why)s)") % {"host": _mail_host(), "why": error}, mend)
    return Finding(_("%(host)s answers") % {"host": _mail_host()})


def _mail_host() -> str:
    return str(settings.EMAIL_HOST) if settings.EMAIL_URL else _("the folder for mail")


def https(look: Look) -> Finding:
    """Do people come through TLS? On the machine itself nobody listens in between."""
    address = urlsplit(settings.BASE_URL)
    if address.scheme == "https":
        return Finding(_("people use %(address)s") % {"address": settings.BASE_URL})
    if address.hostname in ONLY_HERE:
        return Finding(_("not needed at %(address)s, which only this machine reaches") % {"address": settings.BASE_URL})
    mend = _("Put a proxy with a certificate before the web server and set BASE_URL to its https:// address.")
    return Finding(_("off: %(address)s can be listened in on") % {"address": settings.BASE_URL}, mend)


def keys(look: Look) -> Finding:
    """Do the keys open what is sealed?"""
    samples = open_samples()
    if samples.broken:
        words = _("%(broken)s of %(all)s sealed columns do not open")
        mend = _("Put the key that sealed them after the others into FIELD_KEYS or var/keys, and start again.")
        return Finding(words % {"broken": len(samples.broken), "all": len(sealed_columns()) + len(ELSEWHERE)}, mend)
    if not samples.opened:
        return Finding(_("nothing is sealed yet"))
    words = ngettext("%(count)s sealed sample opened", "%(count)s sealed samples opened", samples.opened)
    return Finding(words % {"count": samples.opened})


def backup(look: Look) -> Finding:
    """Was one taken lately?"""
    at = look.heard.get(heartbeats.BACKUP)
    mend = _("Take one every day: ./run manage backup FILE.")
    if at is None:
        return Finding(_("none was taken"), mend)
    return Finding(
        _("the last one was taken %(ago)s") % {"ago": ago(at, look.now)}, "" if look.now - at <= BACKUP_LIMIT else mend
    )


def messages(look: Look) -> Finding:
    """Does anything wait that should have gone, and was anything given up?"""
    waiting, late, dead = Nudge.objects.standing(look.now, late=MAIL_LATE, dead=GIVEN_UP_SINCE)
    figure = _("%(waiting)s waiting, %(late)s of them late; %(dead)s given up in a week")
    mend = ""
    if late:
        mend = _("They go by themselves once worker, scheduler and mail work: mend those.")
    elif dead:
        mend = _("Mend mail. What they would have said stands on the pages, and later reminders go by themselves.")
    return Finding(figure % {"waiting": waiting, "late": late, "dead": dead}, mend)


def privacy_page(look: Look) -> Finding:
    """Has the organization said why it keeps people's data? Its people are asked to read that before anything else."""
    text = privacy.in_force()
    if text is None:
        mend = _("An organization admin writes it: open Privacy at the foot of any page.")
        return Finding(_("the organization has written nothing yet"), mend)
    return Finding(_("version %(number)s is in force") % {"number": text.number})


CHECKS = [
    Check("database", gettext_lazy("Database"), database),
    Check("broker", gettext_lazy("Queue"), broker),
    Check("worker", gettext_lazy("Worker"), worker),
    Check("scheduler", gettext_lazy("Scheduler"), scheduler),
    Check("mail", gettext_lazy("Mail"), mail),
    Check("messages", gettext_lazy("Reminders and messages"), messages),
    Check("https", gettext_lazy("HTTPS"), https),
    Check("keys", gettext_lazy("Keys"), keys),
    Check("backup", gettext_lazy("Backup"), backup),
    Check("privacy", gettext_lazy("Privacy page"), privacy_page),
]
