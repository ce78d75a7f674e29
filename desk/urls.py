from django.urls import path

from desk.on_behalf import DEEDS
from desk.tabs import TABS
from desk.views import acts, health, home, inbox, on_behalf, own, privacy, search, setup, together, workspace

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
    path("programs/<uuid:program>/together/", together.preview, name="together"),
    path("programs/<uuid:program>/together/begin/", together.begin, name="begin"),
    path("together/<uuid:batch>/", together.batch, name="batch"),
    path("together/<uuid:batch>/stop/", together.stop, name="batch_stop"),
    path("together/<uuid:batch>/undo/", together.undo, name="batch_undo"),
    path("search/", search.search, name="search"),
    path("team/", home.team, name="team"),
    path("help/", home.help_page, name="help"),
    path("setup/health/", health.health, name="health"),
    path("setup/health/test-mail/", health.test_mail, name="test_mail"),
    path("me/data/", own.own_data, name="own_data"),
    path("me/data/copy/", own.own_copy, name="own_copy"),
    path("me/data/who-looked/", own.who_looked, name="who_looked"),
    path("me/data/deletion/", own.ask_for_deletion, name="ask_for_deletion"),
    path("people/<uuid:person>/erase/", own.erase, name="erase"),
    path("me/data/<slug:group>/", own.own_group, name="own_group"),
    path("privacy/", privacy.page, name="privacy"),
    path("privacy/read/", privacy.read, name="privacy_read"),
    path("privacy/write/", privacy.write, name="privacy_write"),
    path("setup/", setup.begin, name="setup"),
    path("setup/organization/", setup.of_organization, name="setup_organization"),
    path("setup/mail/", setup.of_mail, name="setup_mail"),
    path("setup/people/", setup.of_people, name="setup_people"),
    path("setup/program/", setup.of_program, name="setup_program"),
]
urlpatterns += [
    path(
        f"pairs/<uuid:pair>/facts/{key}/", on_behalf.deed, {"key": key}, name=f"facts_{key.replace('-', '_')}"
    ) for key in DEEDS
]  # fmt: skip
urlpatterns += [
    path(
        f"pairs/<uuid:pair>/{'' if tab == 'pair' else tab.removeprefix('pair_') + '/'}",
        workspace.pair,
        {"tab": tab},
        name=tab,
    )
    for tab in TABS
]
