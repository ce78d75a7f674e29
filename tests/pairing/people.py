"""A program with people to pair."""

from __future__ import annotations

from typing import Any

from people.models import User
from programs.models import Enrollment, Program
from tests import make


def join(program: Program, name: str, role: str, **fields: Any) -> Enrollment:
    """Somebody of that name takes part; `places`, `grade_rank` go to the enrollment, the rest to the person."""
    own = {name_: fields.pop(name_) for name_ in ("places", "grade_rank") if name_ in fields}
    return make.make_enrollment(program, make.make_person(name, **fields), role, **own)


def aims_for(enrollment: Enrollment, title: str) -> None:
    enrollment.application.aspired_role = title
    enrollment.application.save(update_fields=["aspired_role"])


def small_program(kind: str = "mentoring", **fields: Any) -> tuple[Program, User]:
    """A program and who runs it."""
    admin = make.make_person("Maya", "Lindqvist")
    return make.make_program(kind, admin=admin, **fields), admin
