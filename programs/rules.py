"""Who may do what in a program."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from people.models import User
from programs.querysets import known_programs

if TYPE_CHECKING:
    from programs.models import Enrollment, Program


def runs(user: User, program: Program) -> bool:
    """Is `user` an admin of this program? What came with the person spares the question, never says no: the program may
    be theirs since."""
    known = known_programs(user) or ()
    return user.is_active and (program.pk in known or program.admin_rows.filter(person=user).exists())


def runs_any(user: User) -> bool:
    from programs.models import Program

    known = known_programs(user)
    return user.is_active and bool(known) if known is not None else Program.objects.run_by(user).exists()


def all_who_run() -> set[UUID]:
    """Everybody who runs a program, by id."""
    from programs.models import ProgramAdmin

    return set(ProgramAdmin.objects.values_list("person_id", flat=True))


def may_create_program(user: User) -> bool:
    """Org admins make programs and name their first admin."""
    return user.is_active and user.is_org_admin


def may_edit_program(user: User, program: Program) -> bool:
    return user.is_active and (user.is_org_admin or runs(user, program))


def may_decide_on(user: User, enrollment: Enrollment) -> bool:
    """Accept, put on the waiting list, decline: the people who run the program, never about themselves."""
    return runs(user, enrollment.program) and enrollment.person_id != user.pk


def may_set_places(user: User, enrollment: Enrollment) -> bool:
    return enrollment.person_id == user.pk or runs(user, enrollment.program)


def may_withdraw(user: User, enrollment: Enrollment) -> bool:
    return enrollment.person_id == user.pk or runs(user, enrollment.program)
