"""Makes the invented organization: people, two programs, eight weeks of what they did. Only through verbs."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

from django.db import transaction

from core.clock import moved_to
from demo import coaching_program, mailing, mentoring_program
from demo.diary import Diary, Scene
from demo.organization import Organization
from nudges.sweeping import sweep
from programs.models import Program

FOUNDED, FIRST_SWEEP = -90, -60


def is_made() -> bool:
    return Program.objects.filter(name=coaching_program.NAME).exists()


def make(now: datetime) -> bool:
    """Everything or nothing; False when it is there already."""
    if is_made():
        return False
    shutil.rmtree(mailing.folder(), ignore_errors=True)
    with transaction.atomic():
        tell(Diary(now))
    return True


def _monthly_file(diary: Diary, org: Organization) -> Scene:
    yield diary.end - timedelta(hours=2)  # a file that nobody looks through is forgotten after a day
    org.bring_a_new_file(diary.now)


def tell(diary: Diary) -> None:
    """From the first import to this moment."""
    org = Organization(diary.at(FOUNDED))
    with moved_to(org.now):
        org.found()
    diary.add(coaching_program.scene(diary, org))
    diary.add(mentoring_program.scene(diary, org))
    diary.add(_monthly_file(diary, org))
    diary.play(sweep, diary.at(FIRST_SWEEP))
    sweep(diary.end)
