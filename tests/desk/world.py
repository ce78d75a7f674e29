"""The desk's things for the doors: a proposed pair, a pair whose guide has left, a privacy text that all have read."""

from core.models import AuditEvent
from people.models import DeletionRequest, PrivacyReading, PrivacyText
from people.profiles import look_at
from programs.models import Batch, BatchRow, SetAside
from relationships.models import OnBehalf, Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    proposed = make.make_pair(
        label, program=pair.program, learner=world.people[label]["other_pair"], status="proposed", answer_by=make.TODAY
    )
    left = make.make_pair(
        label, program=pair.program, guide=make.make_person("Gone", is_active=False), learner=make.make_person("Ulla")
    )
    resting = make.make_pair(label, program=pair.program, status=pair.rules_of_kind.RESTING)
    quiet = make.make_pair(label, program=pair.program)
    make.make_enrollment(pair.program, free := make.make_person("Fay"), "guide")
    by = world.people[label]["program_admin"]
    world.add(label, OnBehalf.objects.create(relationship=pair, what="rest", reason="On leave", by=by, at=make.NOW))
    applied = make.make_enrollment(pair.program, make.make_person("Al"), "learner", status="applied")
    batch, late = (
        Batch.objects.create(
            program=pair.program,
            by=by,
            act="end",
            reason="Of no use",
            made_at=make.NOW,
            state=state,
            started_at=make.NOW,
        )
        for state in ("running", "done")
    )
    for one in (late, batch):
        row = BatchRow.objects.create(batch=one, number=1, thing=pair.pk, who="The two", state="done", done_at=make.NOW)
    world.add(label, batch)
    world.add(label, row)
    world.add(label, DeletionRequest.objects.create(person=pair.guide, asked_at=make.NOW))
    look_at(pair.learner, by=by, now=make.NOW)
    world.say(label, auditevent=AuditEvent.objects.get(verb="person.look", object_id=pair.learner_id).id)
    world.say(label, applied=applied.pk, done_batch=late.pk)
    SetAside.objects.create(program=pair.program, by=by, cause="quiet", thing=pair.pk, at=make.NOW)
    world.say(label, proposed=proposed.pk, left=left.pk, resting=resting.pk, quiet=quiet.pk, free=free.pk)
    text, _made = PrivacyText.objects.get_or_create(
        number=1, defaults={"purpose": "To help.", "contacts": "Dora", "published_at": make.NOW}
    )
    draft, _made = PrivacyText.objects.get_or_create(number=2, defaults={"purpose": "To.", "contacts": "Dora"})
    for person in {*world.people[label].values()}:
        PrivacyReading.objects.get_or_create(text=text, person=person, defaults={"at": make.NOW})
    world.say(label, privacy_text=text.pk, privacy_draft=draft.pk, privacytext=text.pk, group="written")
