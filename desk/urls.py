from django.urls import path

from desk.tabs import TABS
from desk.views import home, workspace

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("inbox/", home.inbox, name="inbox"),
    path("pairs/", home.pairs, name="pairs"),
    path("pairs/<uuid:pair>/facts/", home.facts, name="facts"),
    path("pairs/<uuid:pair>/withdraw/", home.withdraw_proposal, name="withdraw_proposal"),
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
