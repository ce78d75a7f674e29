"""A call of every verb of people (tests/audit/acts.py)."""

from __future__ import annotations

from datetime import timedelta

from people import addresses, invitations
from people.importing import running
from people.importing.options import ImportOptions, Plan
from people.importing.planning import plan_import
from people.models import EmailChange, ImportJob, Invitation, User
from people.tables import Table, read_table
from relationships.models import Relationship
from tests.audit.acts import Act, Acts, act
from tests.doors.payloads import WORD
from tests.make import NOW, TODAY, make_person

ADDRESS = f"{WORD}@example.org"


def _admin() -> User:
    return make_person(is_org_admin=True)


def _asked() -> EmailChange:
    person = make_person()
    return addresses.ask(person, ADDRESS, by=person, now=NOW)


def _invited() -> Invitation:
    return invitations.invite(make_person(), "/", by=_admin(), now=NOW)


def _edited(pair: Relationship) -> Act:
    return act(pair.learner, pair.learner, offers=[WORD], wants=[WORD], given_name=WORD, title=WORD)


def _job(by: User, *, chosen: bool = True) -> ImportJob:
    job = running.receive(by=by, file_name=WORD, content=f"name,email\n{WORD} X,{ADDRESS}\n".encode(), now=NOW)
    if chosen:
        running.choose(job, by=by, asked={}, email_domain="", now=NOW)
    return job


def _at_columns() -> Act:
    admin = _admin()
    return act(admin, _job(admin, chosen=False))


def _at_check() -> Act:
    admin = _admin()
    return act(admin, _job(admin))


def _table() -> Table:
    return read_table(f"name\n{WORD} X\n".encode())


def _plan() -> Plan:
    return plan_import(_table(), ImportOptions(), TODAY)


MENTORING: Acts = {
    "import.receive": lambda pair: act(_admin(), _table(), file_name=WORD),
    "import.choose": lambda pair: _at_columns(),
    "import.answer": lambda pair: _at_check(),
    "import.start": lambda pair: _at_check(),
    "import.give_up": lambda pair: _at_check(),
    "import.finish": lambda pair: act(pair.guide, _job(_admin()), _plan()),
    "import.record": lambda pair: act(None, _plan(), file_name=WORD),
    "person.add": lambda pair: act(_admin(), given_name=WORD, family_name=WORD, email=ADDRESS),
    "person.edit_profile": _edited,
    "person.set_work": lambda pair: act(_admin(), pair.learner, profession=WORD, grade=WORD),
    "person.leave": lambda pair: act(_admin(), pair.learner, on=TODAY),
    "person.leave_by_date": lambda pair: act(None, make_person(leaves_on=TODAY - timedelta(days=2))),
    "person.ask_for_address": lambda pair: act(pair.learner, pair.learner, ADDRESS),
    "person.change_address": lambda pair: act(None, _asked()),
    "person.invite": lambda pair: act(_admin(), make_person(), f"/{WORD}/"),
    "person.come_in": lambda pair: act(None, _invited()),
}
