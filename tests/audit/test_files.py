"""A file that changes thousands leaves its rows in the audit together, and nothing else writes there past a verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models import AuditEvent
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.reading import plan_path
from people.importing.roles import import_roles
from people.models import RoleHeld, User
from tests.architecture.sources import code
from tests.doors.payloads import WORD
from tests.make import NOW, make_person

pytestmark = pytest.mark.django_db


def rows() -> set[tuple[object, ...]]:
    assert WORD not in str(list(AuditEvent.objects.values()))
    return set(AuditEvent.objects.values_list("verb", "actor_id", "object_type", "object_id", "at"))


def test_an_import_leaves_a_row_for_everybody_whom_it_touches(tmp_path: Path) -> None:
    admin = make_person(is_org_admin=True)
    changed, gone, same = (make_person("Jo", employee_id=number) for number in "123")
    lines = [
        "id,given name,family name,title,status", f"1,Jo,{changed.family_name},{WORD},active",
        f"2,Jo,{gone.family_name},,left", f"3,Jo,{same.family_name},,active", f"4,{WORD},Newcomer,,active",
    ]  # fmt: skip
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines))
    apply_plan(plan_path(path, ImportOptions(allow_leavers=True), NOW), by=admin, now=NOW)
    new = User.objects.get(given_name=WORD)
    did = {("person.update", changed), ("person.leave", gone), ("person.add", new)}
    assert rows() == {(verb, admin.pk, "people.user", person.pk, NOW) for verb, person in did}


def test_an_import_of_roles_leaves_a_row_for_each(tmp_path: Path) -> None:
    make_person(employee_id="1")
    path = tmp_path / "roles.csv"
    path.write_text(f"id,job,from\n1,{WORD},2020-01-01\n")
    import_roles(path, None, by=None, now=NOW)
    assert rows() == {("role.import", None, "people.roleheld", RoleHeld.objects.get().pk, NOW)}


def test_only_the_core_writes_and_reads_the_audit() -> None:
    """It is a trace, not a source: what somebody wants to know of the past is a column of its own. An invented
    organization in bulk brings the trace of its verbs along."""
    named = [source.path for source in code() if "AuditEvent" in source.text]
    assert [path for path in named if not path.startswith(("core/", "demo/bulk/"))] == []
