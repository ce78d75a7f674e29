"""Writes a plan, in chunks of their own transactions, so that a bar can move and nobody waits long for the database.

Each chunk may be written again: what is there already is left out by the next plan. So an import that was killed
half-way is finished by running it again. Nothing here mails anyone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from core.audit import record_all
from core.clock import zone_here
from people import rules
from people.addresses import end_sessions
from people.importing.options import Plan, Planned
from people.models import User

CHUNK = 250


def apply_plan(plan: Plan, *, by: User | None, now: datetime, tell: Callable[[int], None] = lambda done: None) -> None:
    """Writes what the plan says. `tell` hears how many of `plan.people` are done. A stopped plan is refused."""
    if plan.stopped:
        raise ValueError(f"a plan stopped by {plan.stopped} is not applied")
    done = 0
    for chunk in _chunks(_managers_first(plan.people)):
        with transaction.atomic():
            _write_new([planned for planned in chunk if planned.fresh])
            _write_changed([planned for planned in chunk if not planned.fresh])
            _write_trace(chunk, by, now)
        done += len(chunk)
        tell(done)


def _managers_first(people: Sequence[Planned]) -> list[Planned]:
    """New people with each manager before their reports, then whoever is here already: no row points at a later one."""
    fresh = {planned.person_id: planned for planned in people if planned.fresh}
    order: dict[UUID, Planned] = {}
    for planned in fresh.values():
        line: list[Planned] = []
        at: Planned | None = planned
        while at is not None and at.person_id not in order:
            line.append(at)
            at = fresh.get(at.values["manager_id"]) if at.values.get("manager_id") else None
        order |= {above.person_id: above for above in reversed(line)}
    return [*order.values(), *(planned for planned in people if not planned.fresh)]


def _chunks(people: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    for start in range(0, len(people), CHUNK):
        yield people[start : start + CHUNK]


def _write_new(chunk: Sequence[Planned]) -> None:
    people, zone = [], zone_here()
    for planned in chunk:
        person = User(**{"pk": planned.person_id, "time_zone": zone, **planned.values})
        person.set_unusable_password()
        people.append(person)
    User.objects.bulk_create(people)


def _write_changed(chunk: Sequence[Planned]) -> None:
    people = User.objects.in_bulk([planned.person_id for planned in chunk])
    trusted, readdressed = rules.all_who_import(), []
    for planned in chunk:
        person, values = people[planned.person_id], dict(planned.values)
        if person.last_login or person.pk in trusted:
            # Somebody may have signed in or been trusted since the plan was made: then a file has no say in it.
            values.pop("email", None)
        elif "email" in values:
            readdressed.append(person.pk)
        for name, value in values.items():
            setattr(person, name, value)
        if planned.ends:
            # Whoever comes back by a later file does not find the old devices signed in.
            end_sessions(person)
    EmailAddress.objects.filter(user_id__in=readdressed).delete()
    changed = sorted({"manager" if name == "manager_id" else name for p in chunk for name in p.values})
    if people:
        # One upsert by key; bulk_update builds a CASE for every cell and takes ten times as long.
        User.objects.bulk_create(people.values(), update_conflicts=True, unique_fields=["id"], update_fields=changed)


def _write_trace(chunk: Sequence[Planned], by: User | None, now: datetime) -> None:
    verbs = {planned.person_id: _verb(planned) for planned in chunk}
    record_all(((verb, User(pk=person_id)) for person_id, verb in verbs.items()), by=by, now=now)


def _verb(planned: Planned) -> str:
    if planned.fresh:
        return "person.add"
    return "person.leave" if planned.ends else "person.update"
