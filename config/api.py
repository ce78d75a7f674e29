"""The API's addresses: resources that speak in kinds, their schema and its page."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from core.api import docs
from core.api.resources import Door
from desk import api as desk
from goals import api as goals
from notes import api as notes
from nudges import api as nudges
from pairing import api as pairing
from people import api as people
from programs import api as programs
from relationships import api as relationships
from surveys import api as surveys

RESOURCES: dict[str, tuple[str, type[Door]]] = {
    "people": ("person", people.People),
    "privacy-texts": ("privacy-text", people.PrivacyTexts),
    "programs": ("program", programs.Programs),
    "enrollments": ("enrollment", programs.Enrollments),
    "applications": ("application", programs.Applications),
    "runs": ("run", pairing.Runs),
    "matches": ("match", pairing.Matches),
    "unmatched": ("unmatched", pairing.UnmatchedPeople),
    "decisions": ("decision", pairing.Decisions),
    "coaching-engagements": ("coaching-engagement", relationships.CoachingEngagements),
    "mentoring-relationships": ("mentoring-relationship", relationships.MentoringRelationships),
    "on-behalf": ("on-behalf", relationships.OnBehalves),
    "end-date-proposals": ("end-date-proposal", relationships.EndDateProposals),
    "last-looks": ("last-look", relationships.LastLooks),
    "thank-yous": ("thank-you", relationships.ThankYous),
    "farewells": ("farewell", relationships.Farewells),
    "agreements": ("agreement", relationships.Agreements),
    "sponsorships": ("sponsorship", relationships.Sponsorships),
    "sessions": ("session", relationships.Sessions),
    "agenda-items": ("agenda-item", relationships.AgendaItems),
    "agenda-locks": ("agenda-lock", relationships.AgendaLocks),
    "plans": ("plan", relationships.Plans),
    "action-items": ("action-item", relationships.ActionItems),
    "goals": ("goal", goals.Goals),
    "metrics": ("metric", goals.Metrics),
    "targets": ("target", goals.Targets),
    "measurements": ("measurement", goals.Measurements),
    "reviews": ("review", goals.Reviews),
    "intents": ("intent", goals.Intents),
    "aims": ("aim", goals.Aims),
    "strategies": ("strategy", goals.Strategies),
    "look-backs": ("look-back", goals.LookBacks),
    "private-notes": ("private-note", notes.PrivateNotes),
    "shared-notes": ("shared-note", notes.SharedNotes),
    "check-ins": ("check-in", surveys.CheckIns),
    "help-requests": ("help-request", surveys.HelpRequests),
    "nudges": ("nudge", nudges.Nudges),
    "reminder-settings": ("reminder-setting", nudges.ReminderSettings),
    "snoozes": ("snooze", nudges.Snoozes),
    "batches": ("batch", desk.Batches),
    "batch-rows": ("batch-row", desk.BatchRows),
    "own-data": ("own-data", desk.OwnData),
    "deletion-requests": ("deletion-request", desk.DeletionRequests),
    "looks": ("look", desk.Looks),
    "health": ("health", desk.Health),
}

router = SimpleRouter(use_regex_path=False)
for path_, (name, resource) in RESOURCES.items():
    router.register(path_, resource, basename=name)

urlpatterns = [
    path("api/v1/", include((router.urls, "api"))),
    path("api/schema/", docs.schema, name="schema"),
    path("api/docs/", docs.docs, name="api_docs"),
]
