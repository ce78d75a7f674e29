"""Two admins, or two workers, at the same rows in the same moment: each is done once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from core.errors import NotPossible
from core.models import AuditEvent
from desk.together.working import work_next
from programs import applying, batches
from programs.models import BatchRow, Enrollment
from relationships import on_behalf
from relationships.models import OnBehalf, Relationship, StatusChange
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program
from tests.run.installation import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs them at the same moment, each on a connection of its own; how they went."""
    barrier, went = Barrier(len(acts)), list[str]()

    def run(act: Callable[[], object]) -> None:
        barrier.wait(timeout=PATIENCE)
        try:
            act()
            went.append("done")
        except NotPossible:
            went.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return sorted(went)


def test_two_admins_end_one_pair_once() -> None:
    maya, noa = make_person("Maya"), make_person("Noa")
    program = make_program(admin=maya)
    program.admin_rows.create(person=noa)
    for _round in range(3):
        pair = make_pair(program=program)

        def end(by: object, pk: object = pair.pk) -> None:
            on_behalf.end(Relationship.objects.for_page().get(pk=pk), "Both left", seen="active", by=by, now=NOW)  # type: ignore[arg-type]

        assert at_once(lambda: end(maya), lambda: end(noa)) == ["done", "refused"]
        assert StatusChange.objects.filter(relationship=pair).count() == 1
        assert OnBehalf.objects.filter(relationship=pair).count() == 1


def test_two_admins_accept_one_application_once() -> None:
    maya, noa = make_person("Maya"), make_person("Noa")
    program = make_program(admin=maya)
    program.admin_rows.create(person=noa)
    for _round in range(3):
        row = make_enrollment(program, make_person(), "learner", status="applied")

        def accept(by: object, pk: object = row.pk) -> None:
            applying.accept(Enrollment.objects.select_related("program", "person").get(pk=pk), by=by, now=NOW)  # type: ignore[arg-type]

        assert at_once(lambda: accept(maya), lambda: accept(noa)) == ["done", "refused"]


def test_two_admins_and_three_workers_do_every_row_once() -> None:
    """Both ask for the same; whoever comes second at a row reads how it stands."""
    maya, noa = make_person("Maya"), make_person("Noa")
    program = make_program(admin=maya)
    program.admin_rows.create(person=noa)
    rows = [make_enrollment(program, make_person(), "learner", status="applied") for _number in range(12)]
    things = [(row.pk, row.person.name) for row in rows]
    for by in (maya, noa):
        batches.begin(program, "accept", things, by=by, now=NOW)

    def work() -> None:
        while work_next(now=NOW):
            pass

    at_once(work, work, work)
    work()
    assert AuditEvent.objects.filter(verb="enrollment.accept").count() == len(rows)
    states = list(BatchRow.objects.order_by("state").values_list("state", flat=True))
    assert states == ["done"] * len(rows) + ["refused"] * len(rows)
