"""Rows of programs: their pairs, their people, their pairings."""

import json
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from desk import tallies
from pairing.models import Decision, Match, Run, Unmatched
from people.importing import running
from people.models import ImportJob, User
from programs.models import Batch, BatchRow, Enrollment, Program, ProgramAdmin
from tests import make
from tests.rows import Rows


def _program(kind: str = "mentoring") -> tuple[User, Program]:
    admin = make.make_person("Maya", "Lindqvist")
    return admin, make.make_program(kind, admin=admin)


def pairs_of_program(route: str, kind: str, reader: str) -> Rows:
    """Pairs of one program, seen by the person who runs it or by the guide of all."""
    admin, program = _program(kind)
    guide = make.make_person("Leo", "Brandt")

    def more(number: int) -> str:
        learner = make.make_person("Amara", f"Pairing{number}x")
        pair = make.make_pair(kind, program=program, guide=guide, learner=learner, place=number)
        return str(pair.pk)

    return Rows({"admin": admin, "guide": guide}[reader], reverse(route), more)


def programs(route: str) -> Rows:
    admin = make.make_person("Olga", is_org_admin=True)
    return Rows(admin, reverse(route), lambda number: str(make.make_program().pk))


def called() -> Rows:
    """Programs that the search finds, the last by its name first."""
    admin = make.make_person("Olga", is_org_admin=True)
    path = f"{reverse('desk:search')}?q=spring"
    return Rows(admin, path, lambda number: str(make.make_program(name=f"Spring {999 - number}").pk))


def admins() -> Rows:
    """Read by one of them, who takes part as well and waits."""
    admin, program = _program()
    make.make_enrollment(program, admin, "guide", status="accepted")
    make.make_enrollment(program, admin, "learner", status="waitlisted", waitlisted_at=make.NOW)

    def more(number: int) -> str:
        person = make.make_person("Mo", f"Running{number}x")
        ProgramAdmin.objects.create(program=program, person=person)
        return person.name

    return Rows(admin, reverse("programs:program", args=[program.pk]), more)


def applications() -> Rows:
    admin, program = _program()

    def more(number: int) -> str:
        person = make.make_person("Jo", f"Applying{number}x")
        make.make_enrollment(program, person, "learner", status="applied")
        return str(person.pk)

    return Rows(admin, reverse("programs:applications", args=[program.pk]), more)


def inbox() -> Rows:
    rows = applications()
    tallies.keep(make.NOW)
    return Rows(rows.reader, reverse("desk:inbox"), lambda number: rows.more(number) and f"Applying{number}x")


def inbox_of_pairs() -> Rows:
    """Pairs for two causes at once: proposed long ago, and somebody has left since."""
    admin, program = _program()
    tallies.keep(make.NOW)

    def more(number: int) -> str:
        learner = make.make_person("Amara", f"Waiting{number}x", is_active=number % 2 == 0)
        make.make_pair(program=program, learner=learner, status="proposed", proposed_at=make.NOW - timedelta(days=8))
        return f"Waiting{number}x"

    return Rows(admin, reverse("desk:inbox"), more)


def alone() -> Rows:
    """People without a pair."""
    admin, program = _program()

    def more(number: int) -> str:
        person = make.make_person("Jo", f"Alone{number}x")
        make.make_enrollment(program, person, "learner")
        return person.name

    return Rows(admin, reverse("desk:pairs") + "?show=alone", more)


def departments() -> Rows:
    """What one chooses from before inviting."""
    admin, program = _program()

    def more(number: int) -> str:
        make.make_person("Bo", department=f"Department {number}.")
        return f"Department {number}."

    return Rows(admin, reverse("programs:invite", args=[program.pk]), more)


def invited() -> Rows:
    """Who would get the mail."""
    rows = departments()

    def more(number: int) -> str:
        return make.make_person("Bo", f"Invited{number}x").name

    return Rows(rows.reader, rows.path, more, {"role": "learner", "department": "", "location": "", "look": ""})


def values_due() -> Rows:
    guide, program = make.make_person("Dana"), make.make_program("coaching")

    def more(number: int) -> str:
        pair = make.make_pair("coaching", program=program, guide=guide, place=number)
        return str(make.make_goal(pair, title=f"Goal {number}.").title)

    return Rows(guide, reverse("goals:values"), more)


def team() -> Rows:
    manager = make.make_person("Ruth")

    def more(number: int) -> str:
        pair = make.make_pair(
            "mentoring", learner=make.make_person("Jo", f"Shown{number}x", manager=manager), signed=False
        )
        make.make_agreement(pair, shows_takes_place=True)
        return f"Shown{number}x"

    return Rows(manager, reverse("desk:team"), more)


def _run(program: Program, number: int = 0) -> Run:
    made_at = make.NOW + timedelta(minutes=number)
    return Run.objects.create(program=program, made_at=made_at, status="done", rules_version="1")


def programs_to_pair() -> Rows:
    """The choice among several programs; there is none before the second."""
    admin, _first = _program()

    def more(number: int) -> str:
        return str(_run(make.make_program(admin=admin)).pk)

    return Rows(admin, reverse("pairing:pairing"), more)


def runs() -> Rows:
    admin, program = _program()
    return Rows(admin, reverse("pairing:program", args=[program.pk]), lambda number: str(_run(program, number).pk))


def grades(route: str) -> Rows:
    admin, program = _program()

    def more(number: int) -> str:
        make.make_enrollment(program, make.make_person("Jo", grade=f"Grade {number}."), "learner")
        return f"Grade {number}."

    return Rows(admin, reverse(route, args=[program.pk]), more)


def of_run(route: str, more: Callable[[Run, Enrollment, int], str]) -> Rows:
    """Rows of a finished pairing; `more` gets one more learner."""
    admin, program = _program()
    run = _run(program)

    def another(number: int) -> str:
        learner = make.make_enrollment(program, make.make_person("Jo", f"Paired{number:02}x"), "learner")
        return more(run, learner, number)

    return Rows(admin, reverse(route, args=[run.pk]), another)


def match(run: Run, learner: Enrollment, number: int) -> str:
    guide = make.make_enrollment(run.program, make.make_person("Leo"), "guide")
    facts = {"good": True, "learner": "Jo", "guide": "Leo", "role": "Lead", "from": 2016, "to": 2021}
    reasons = json.dumps([{"criterion": "role", "good": True, "facts": facts}])
    made = Match.objects.create(run=run, learner=learner, guide=guide, score=number, reasons=reasons)
    return f'id="m{made.pk}"'


def match_marked(run: Run, learner: Enrollment, number: int) -> str:
    guide = make.make_enrollment(run.program, make.make_person("Leo"), "guide")
    Match.objects.create(run=run, learner=learner, guide=guide, score=number)
    mark = Decision.objects.create(
        program=run.program, run=run, what="keep", learner=learner, guide=guide, made_at=make.NOW
    )
    return str(mark.pk)


def unmatched(run: Run, learner: Enrollment, number: int) -> str:
    return str(Unmatched.objects.create(run=run, learner=learner, blocked_by="Nobody is free.").pk)


def to_choose_from(run: Run, learner: Enrollment, number: int) -> str:
    return str(learner.pk)


def to_publish(run: Run, learner: Enrollment, number: int) -> str:
    """Shown as a number alone."""
    match(run, learner, number)
    return f"Publish {number} pair"


def lists_of_pairs() -> Rows:
    """The newest lists of pairs that nobody went on with."""
    admin, program = _program()

    def more(number: int) -> str:
        return str(_list_of_pairs(admin, program, number).pk)

    return Rows(admin, reverse("pairing:import_pairs", args=[program.pk]), more)


def checked_pairs(name: str) -> Rows:
    """What the check of a list of pairs says, as it said the first one; new pairs are a list of their own."""
    admin, program = _program()
    job = _list_of_pairs(admin, program, 0)
    running.choose(job, by=admin, asked={}, email_domain="", now=make.NOW)
    report = running.report_of(job)
    first = report[name].pop()

    def more(number: int) -> str:
        report[name].append({**first, "name": f"Copy {number}."})
        job.report = json.dumps(report)
        job.save(update_fields=["report"])
        return f"Copy {number}."

    route = "people:import_list_new" if name == "new_names" else "people:import_job"
    return Rows(admin, reverse(route, args=[job.pk]), more)


def _list_of_pairs(admin: User, program: Program, number: int) -> ImportJob:
    guide, learner = make.make_person("Leo"), make.make_person("Amara")
    content = f"Mentor e-mail,Mentee e-mail,Since,Last met\n{guide.email},{learner.email},2026-01-05,soon\nx@x.org,,,\n"
    now = make.NOW + timedelta(minutes=number)
    return running.receive(
        by=admin, file_name=f"{number}.csv", content=content.encode(), now=now, what="pairs", about=program.pk
    )


def batch() -> Rows:
    """What was done together, row by row."""
    admin = make.make_person("Maya")
    made = Batch.objects.create(
        program=make.make_program(admin=admin), by=admin, act="accept", state="done", made_at=make.NOW,
        started_at=make.NOW,
    )  # fmt: skip

    def more(number: int) -> str:
        BatchRow.objects.create(batch=made, number=number, thing=make.make_person().pk, who=f"No {number}.")
        return f"No {number}."

    return Rows(admin, reverse("desk:batch", args=[made.pk]), more)


def data_contacts() -> Rows:
    """The programs whose data contacts stand on the privacy page."""
    reader = make.make_person("Jo")
    return Rows(reader, reverse("desk:privacy"), lambda number: make.make_program(name=f"Program {number}.").name)
