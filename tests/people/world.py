"""People's things for the doors and the canary."""

from people import addresses, invitations
from people.importing import running
from people.models import ImportJob, RoleHeld
from people.tokens import token_for
from relationships.models import Relationship
from tests import make
from tests.doors.world import World

FILE = b"EmpID,Name,Email\n7,Nia Newcomer,nia@example.org\n8,,nobody@example.org\n"


def _import(world: World, label: str, *, chosen: bool) -> ImportJob:
    """An import of the program admin's, at the columns or at the check."""
    by = world.people[label]["program_admin"]
    job = running.receive(by=by, file_name=f"{label}.csv", content=FILE, now=make.NOW)
    if chosen:
        running.choose(job, by=by, asked={}, email_domain="", now=make.NOW)
    return job


def add_to(world: World, label: str, pair: Relationship) -> None:
    invited = make.make_person("Ina", f"Ingram-{label[0].upper()}")
    invitation = invitations.invite(invited, "/", by=world.person("org_admin", label), now=make.NOW)
    change = addresses.ask(invited, f"ina.new-{label}@example.org", by=invited, now=make.NOW)
    columns, check = (_import(world, label, chosen=chosen) for chosen in (False, True))
    RoleHeld.objects.create(person=invited, title="Fitter")
    world.add(label, check, "job")
    world.say(label, job_at_columns=columns.pk, invited=invited.pk)
    world.say(label, invitation_token=invitations.token_of(invitation), address_token=token_for("address", change.pk))
