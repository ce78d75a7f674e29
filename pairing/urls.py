from django.urls import path

from pairing.views import by_hand, deciding, importing, programs, publishing, runs

app_name = "pairing"

urlpatterns = [
    path("pairing/", programs.pairing, name="pairing"),
    path("pairing/programs/<uuid:program>/", programs.program, name="program"),
    path("pairing/programs/<uuid:program>/start/", programs.start, name="start"),
    path("pairing/programs/<uuid:program>/import/", importing.import_pairs, name="import_pairs"),
    path("pairing/programs/<uuid:program>/grades/", programs.grades, name="grades"),
    path("pairing/runs/<uuid:run>/", runs.run, name="run"),
    path("pairing/runs/<uuid:run>/publish/", publishing.publish, name="publish"),
    path("pairing/runs/<uuid:run>/by-hand/", by_hand.by_hand, name="by_hand"),
    path("pairing/matches/<uuid:match>/decide/", deciding.decide, name="decide"),
    path("pairing/decisions/<uuid:decision>/undo/", deciding.undo, name="undo"),
    path("pairing/without-a-pair/<uuid:unmatched>/waitlist/", deciding.waitlist, name="waitlist"),
]
