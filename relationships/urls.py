from django.urls import path

from relationships.pair_urls import pair_urls
from relationships.views import actions, agenda, log, sessions

app_name = "relationships"

PAIR = "pairs/<uuid:pair>"
LINE = f"{PAIR}/agenda/lines/<uuid:item>"
ACTION = f"{PAIR}/actions/<uuid:action>"
SESSION = "sessions/<uuid:session>"

agenda_urls = [
    path(f"{PAIR}/agenda/first-line/", agenda.first_line, name="agenda_first_line"),
    path(f"{PAIR}/agenda/first-talk/", agenda.first_talk, name="agenda_first_talk"),
    path(f"{PAIR}/agenda/accept/", agenda.accept_plan, name="plan_accept"),
    path(f"{PAIR}/agenda/<str:layer>/add/", agenda.add, name="agenda_add"),
    path(f"{PAIR}/agenda/<str:layer>/suggest/", agenda.suggest, name="agenda_suggest"),
    path(f"{PAIR}/agenda/<str:layer>/lock/", agenda.lock, name="agenda_lock"),
    path(f"{LINE}/edit/", agenda.edit, name="agenda_edit"),
    path(f"{LINE}/restore/", agenda.restore, name="agenda_restore"),
    *(path(f"{LINE}/{act}/", agenda.act, {"act": act}, name=f"agenda_{act}") for act in agenda.ACTS),
]

action_urls = [
    path(f"{PAIR}/actions/add/", actions.add, name="action_add"),
    path(f"{ACTION}/edit/", actions.edit, name="action_edit"),
    path(f"{ACTION}/restore/", actions.restore, name="action_restore"),
    *(path(f"{ACTION}/{act}/", actions.act, {"act": act}, name=f"action_{act}") for act in actions.ACTS),
]

session_urls = [
    path(f"{PAIR}/plan/", sessions.plan, name="session_plan"),
    path(f"{PAIR}/log/", log.log_unplanned, name="session_log_unplanned"),
    path(f"{PAIR}/sessions/confirm/", log.confirm_several, name="sessions_confirm"),
    path(f"{SESSION}/", sessions.session, name="session"),
    path(f"{SESSION}/change/", sessions.change, name="session_change"),
    path(f"{SESSION}/call-off/", sessions.call_off, name="session_call_off"),
    path(f"{SESSION}/log/", log.log, name="session_log"),
    path(f"{SESSION}/logged/", log.logged, name="session_logged"),
    path(f"{SESSION}/confirm/", log.confirm, name="session_confirm"),
    path(f"{SESSION}/missed/", log.missed, name="session_missed"),
    path(f"{SESSION}/plan-next/", log.plan_next, name="session_plan_next"),
]

urlpatterns = [*pair_urls, *agenda_urls, *action_urls, *session_urls]
