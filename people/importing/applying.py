"""Writes a plan, in chunks of their own transactions, so that a bar can move and nobody waits long for the database.

Each chunk may be written again: what is there already is left out by the next plan. So an import that was killed
half-way is finished by running it again. Nothing here mails anyone.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from core.models import AuditEvent
from people.importing.options import Plan, Planned
from people.models import User

CHUNK = 250
WRITTEN = (
    *("email", "given_name", "family_name", "employee_id", "title", "department", "location", "time_zone"),
    *("languages", "starts_on", "leaves_on", "is_active"),
)


def apply_plan(plan: Plan, *, by: User | None, now: datetime, tell: Callable[[int], None] = lambda done: None) -> None:
    """Writes what the plan says. `tell` hears how many of `plan.people` are done. A stopped plan is refused."""
    if plan.stopped:
        raise ValueError(f"a plan stopped by {plan.stopped} is not applied")
    done = 0
    for chunk in _chunks(plan.people):
        with transaction.atomic():
            _write_new([planned for planned in chunk if planned.fresh])
            _write_changed([planned for planned in chunk if not planned.fresh])
            _write_trace(chunk, by, now)
        done += len(chunk)
        tell(done)
    # Managers come last: they may stand further down in the file than the people who report to them.
    for chunk in _chunks([planned for planned in plan.people if "manager_id" in planned.values]):
        with transaction.atomic():
            people = [User(pk=p.person_id, manager_id=p.values["manager_id"]) for p in chunk]
            User.objects.bulk_update(people, ["manager"])


def _chunks(people: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    for start in range(0, len(people), CHUNK):
        yield people[start : start + CHUNK]


def _write_new(chunk: Sequence[Planned]) -> None:
    people = []
    for planned in chunk:
        person = User(pk=planned.person_id, **_writable(planned.values))
        person.set_unusable_password()
        people.append(person)
    User.objects.bulk_create(people)


def _write_changed(chunk: Sequence[Planned]) -> None:
    people = User.objects.in_bulk([planned.person_id for planned in chunk])
    for planned in chunk:
        person, values = people[planned.person_id], _writable(planned.values)
        if person.last_login:
            # Somebody may have signed in since the plan was made: then the address is theirs.
            values.pop("email", None)
        for name, value in values.items():
            setattr(person, name, value)
    readdressed = [p.person_id for p in chunk if "email" in p.values and people[p.person_id].last_login is None]
    EmailAddress.objects.filter(user_id__in=readdressed).delete()
    User.objects.bulk_update(people.values(), WRITTEN)


def _writable(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "manager_id"}


def _write_trace(chunk: Sequence[Planned], by: User | None, now: datetime) -> None:
    verbs = {planned.person_id: _verb(planned) for planned in chunk}
    AuditEvent.objects.bulk_create(
        AuditEvent(at=now, actor_id=by.pk if by else None, verb=verb, object_type="people.user", object_id=person_id)
        for person_id, verb in verbs.items()
    )


def _verb(planned: Planned) -> str:
    if planned.fresh:
        return "import_person"
    return "end_person" if planned.ends else "update_person"
