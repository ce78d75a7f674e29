"""A call of every verb of people (tests/audit/acts.py)."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession

from people import addresses, api_tokens, devices, invitations, passkeys, privacy, profiles
from people.importing import running
from people.importing.claims import Claim
from people.importing.options import ImportOptions, Plan
from people.importing.planning import plan_import
from people.models import ApiToken, EmailChange, ImportJob, Invitation, PrivacyText, User
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


def _at_finish(by: User) -> Act:
    admin = _admin()
    job = _job(admin)
    running.start(job, by=admin, now=NOW)
    claim = Claim(job, NOW)
    assert claim.take()
    return act(by, job, claim, _plan())


def _table() -> Table:
    return read_table(f"name\n{WORD} X\n".encode())


def _plan() -> Plan:
    return plan_import(_table(), ImportOptions(), TODAY)


def _token(person: User) -> ApiToken:
    return api_tokens.make(person, api_tokens.draw(), name=WORD, scopes=["people:read"], days=30, by=person, now=NOW)


def _with_passkey() -> Act:
    person = make_person()
    passkeys.add(person, by=person, now=NOW, name=WORD, credential={})
    return act(person, person, passkeys.of(person).get().pk)


def _with_device() -> Act:
    person = make_person()
    row = UserSession.objects.create(user=person, ip=devices.NO_ADDRESS, session_key="elsewhere", user_agent=WORD)
    return act(person, person, row.pk)


def _asked_for_deletion() -> Act:
    person = make_person()
    profiles.ask_for_deletion(person, by=person, now=NOW)
    return act(person, person)


def _text(*, published: bool) -> PrivacyText:
    text = privacy.write(by=_admin(), now=NOW, purpose=WORD, contacts=WORD)
    return privacy.publish(text, by=_admin(), now=NOW) if published else text


MENTORING: Acts = {
    "person.look": lambda pair: act(_admin(), pair.learner),
    "person.ask_for_deletion": lambda pair: act(pair.learner, pair.learner),
    "person.take_back_deletion": lambda pair: _asked_for_deletion(),
    "privacy.write": lambda pair: act(_admin(), purpose=WORD, contacts=WORD),
    "privacy.publish": lambda pair: act(_admin(), _text(published=False)),
    "privacy.read": lambda pair: act(pair.learner, _text(published=True)),
    "organization.describe": lambda pair: act(_admin(), name=WORD, time_zone="Europe/Berlin"),
    "organization.mail_works": lambda pair: act(_admin()),
    "import.receive": lambda pair: act(_admin(), _table(), file_name=WORD),
    "import.choose": lambda pair: _at_columns(),
    "import.answer": lambda pair: _at_check(),
    "import.start": lambda pair: _at_check(),
    "import.give_up": lambda pair: _at_check(),
    "import.finish": lambda pair: _at_finish(pair.guide),
    "import.record": lambda pair: act(None, _plan(), file_name=WORD),
    "person.add_passkey": lambda pair: act(pair.learner, pair.learner, name=WORD, credential={"id": WORD}),
    "person.remove_passkey": lambda pair: _with_passkey(),
    "person.sign_out_there": lambda pair: _with_device(),
    "person.sign_out_elsewhere": lambda pair: act(pair.learner, pair.learner, WORD),
    "person.add": lambda pair: act(_admin(), given_name=WORD, family_name=WORD, email=ADDRESS),
    "person.edit_profile": _edited,
    "person.correct": lambda pair: act(_admin(), pair.learner, given_name=WORD, manager=_admin()),
    "person.set_work": lambda pair: act(_admin(), pair.learner, profession=WORD, grade=WORD),
    "person.leave": lambda pair: act(_admin(), pair.learner, on=TODAY),
    "person.leave_by_date": lambda pair: act(None, make_person(leaves_on=TODAY - timedelta(days=2))),
    "person.ask_for_address": lambda pair: act(pair.learner, pair.learner, ADDRESS),
    "person.change_address": lambda pair: act(None, _asked()),
    "person.invite": lambda pair: act(_admin(), make_person(), f"/{WORD}/"),
    "token.make": lambda pair: act(pair.learner, pair.learner, WORD, name=WORD, scopes=[], days=30),
    "token.revoke": lambda pair: act(pair.learner, _token(pair.learner)),
    "person.come_in": lambda pair: act(None, _invited()),
}
