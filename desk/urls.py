from django.urls import path

from desk.tabs import TABS
from desk.views import acts, home, inbox, workspace

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/seen/", inbox.seen, name="seen"),
    path("inbox/<uuid:thing>/set-aside-<slug:cause>/", inbox.set_aside, name="set_aside"),
    path("inbox/<uuid:thing>/take-back-<slug:cause>/", inbox.take_back, name="take_back"),
    path("pairs/", inbox.pairs, name="pairs"),
    path("pairs/<uuid:pair>/facts/", home.facts, name="facts"),
    path("pairs/<uuid:pair>/withdraw/", home.withdraw_proposal, name="withdraw_proposal"),
    path("pairs/<uuid:pair>/leaver/", acts.end_for_leaver, name="end_for_leaver"),
    path("team/", home.team, name="team"),
    path("help/", home.help_page, name="help"),
]
urlpatterns += [
    path(
        f"pairs/<uuid:pair>/{'' if tab == 'pair' else tab.removeprefix('pair_') + '/'}",
        workspace.pair,
        {"tab": tab},
        name=tab,
    )
    for tab in TABS
]
