"""Delivering: claim, ask again whether it is still true, write, mark, hand over, record.

Nothing here runs in one big transaction: a worker that dies leaves rows whose leases run out.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction

from nudges import budget, claiming, letters
from nudges.kinds import KINDS
from nudges.letters import Item
from nudges.models import Category, Nudge, State
from nudges.outbox import Answer, Outbox, Outcome, Unreachable

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
# After "later" from the mail system; 22 hours in all, then it is given up.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720)]
NO_ANSWER_PAUSE = timedelta(minutes=1)

Tally = Counter[str]


def deliver(now: datetime, outbox: Outbox | None = None) -> Tally:
    """Send what is due; returns how many rows ended in which state. A mail system that does not answer at all ends
    the round: what was claimed waits a minute."""
    tally: Tally = Counter()
    with outbox or Outbox() as out:
        try:
            _drain(claiming.mornings, now, out, tally)
            _drain(claiming.at_once, now, out, tally)
        except Unreachable as error:
            log.warning("The mail system does not answer (%s)", error)
    return tally


def _drain(claim: Callable[[datetime], list[Nudge]], now: datetime, out: Outbox, tally: Tally) -> None:
    while batch := claim(now):
        groups = _groups(batch)
        for at, group in enumerate(groups):
            try:
                tally.update(_deliver(claiming.begin(group), now, out))
            except Unreachable:
                claiming.hold([row for rest in groups[at:] for row in rest], now + NO_ANSWER_PAUSE, attempts=0)
                raise


def _groups(rows: Iterable[Nudge]) -> list[list[Nudge]]:
    """What travels in one mail: what is ambiguous as it was, the rest by person in the morning, alone otherwise."""
    found: dict[tuple[str, object], list[Nudge]] = defaultdict(list)
    for row in rows:
        if row.state == State.SENDING:
            found["again", row.message_id].append(row)
        elif row.category == Category.MORNING or KINDS[row.kind].rides:
            found["morning", row.recipient_id].append(row)
        else:
            found["alone", row.pk].append(row)
    return list(found.values())


def _deliver(rows: list[Nudge], now: datetime, out: Outbox) -> Tally:
    """One group to its end, whatever happens to a single row of it."""
    tally: Tally = Counter()
    again = bool(rows) and rows[0].state == State.SENDING
    if again and not any(KINDS[row.kind].resend for row in rows):
        return _end(rows, State.CANCELLED, error="Ambiguous")
    items = [item for row in rows if (item := _ready(row, now, tally)) is not None]
    if not again:
        items = _within_budget(items, now)
    if items:
        tally.update(_send(sorted(items, key=_session_times_first), now, out))
    return tally


def _ready(row: Nudge, now: datetime, tally: Tally) -> Item | None:
    """The words of a row that is due, true and wanted; anything else ends the row. What raises steps aside."""
    try:
        with transaction.atomic():
            state = budget.verdict(row, now)
            item = None if state else letters.write_item(row, now)
    except Exception as error:  # one bad row must not stop the others; its class is kept, never its text
        log.warning("Nudge %s could not be written: %s", row.pk, type(error).__name__)
        tally.update(_step_aside(row, now, type(error).__name__))
        return None
    if state:
        tally.update(_end([row], state))
    return item


def _step_aside(row: Nudge, now: datetime, error: str) -> Tally:
    if row.attempts >= MAX_ATTEMPTS:
        return _end([row], State.DEAD, error=error)
    claiming.hold([row], now + PAUSES[row.attempts - 1], last_error_class=error)
    return Counter()


def _within_budget(items: list[Item], now: datetime) -> list[Item]:
    """What may go now; morning items may have to wait for another morning."""
    waiting = [item for item in items if item.nudge.category == Category.MORNING]
    until = budget.held_until(waiting[0].nudge.recipient, now) if waiting else None
    if until is None:
        return items
    claiming.hold([item.nudge for item in waiting], until, attempts=0)
    return [item for item in items if item not in waiting]


def _send(items: list[Item], now: datetime, out: Outbox) -> Tally:
    rows = [item.nudge for item in items]
    try:
        mail = letters.compose(rows[0].recipient, items, now)
    except Exception as error:
        log.warning("A mail could not be written: %s", type(error).__name__)
        return sum((_step_aside(row, now, type(error).__name__) for row in rows), Counter())
    out.open()
    if not claiming.hand_over_begins(rows, mail.extra_headers["Message-ID"]):
        return Counter()
    return _record(rows, out.hand_over(mail), now)


def _record(rows: list[Nudge], outcome: Outcome, now: datetime) -> Tally:
    """What the mail system's answer means for the rows of one mail."""
    if outcome.answer == Answer.ACCEPTED:
        return _end(rows, State.SENT, sent_at=now)
    if outcome.answer == Answer.NEVER:
        return _end(rows, State.BOUNCED, error=outcome.error)
    tried = max(row.deferrals for row in rows)
    if tried >= len(PAUSES):
        return _end(rows, State.DEAD, error=outcome.error)
    fields = {"attempts": 0, "deferrals": tried + 1, "last_error_class": outcome.error}
    if outcome.answer == Answer.LATER:
        claiming.hold(rows, now + PAUSES[tried], **fields)
    else:
        claiming.keep_ambiguous(rows, PAUSES[tried], **fields)
    return Counter()


def _end(rows: list[Nudge], state: State, *, error: str = "", sent_at: datetime | None = None) -> Tally:
    return Counter({state.value: claiming.finish(rows, state, error=error, sent_at=sent_at)})


def _session_times_first(item: Item) -> tuple[bool, datetime]:
    return (item.nudge.category == Category.MORNING, item.nudge.due_at)
