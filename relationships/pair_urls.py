"""Routes of the pair as a whole: its proposal, agreement, moves and end."""

from django.urls import path

from relationships.views import agreements, differences, endings, moves, proposals

PAIR = "pairs/<uuid:pair>"

pair_urls = [
    path("how-they-differ/", differences.differences, name="differences"),
    path(f"{PAIR}/proposal/", proposals.answer, name="answer"),
    path(f"{PAIR}/agreement/change/", agreements.change, name="agreement_change"),
    path(f"{PAIR}/agreement/changes/", agreements.changes, name="agreement_changes"),
    path(f"{PAIR}/agreement/sign/", agreements.sign, name="agreement_sign"),
    path(f"{PAIR}/agreement/narrow/", agreements.narrow, name="agreement_narrow"),
    path(f"{PAIR}/sponsor/", agreements.sponsor, name="sponsor"),
    path(f"{PAIR}/start/", moves.start, name="start"),
    path(f"{PAIR}/rest/", moves.rest, name="rest"),
    path(f"{PAIR}/wake/", moves.wake, name="wake"),
    path(f"{PAIR}/look-again/", moves.look_again, name="look_again"),
    path(f"{PAIR}/end/", endings.end, name="end"),
    path(f"{PAIR}/farewell/", endings.farewell, name="farewell"),
    path(f"{PAIR}/thanks/", endings.thank, name="thank"),
    path(f"{PAIR}/end-date/", endings.end_date, name="end_date"),
    path(f"{PAIR}/end-date/answer/", endings.answer_end_date, name="end_date_answer"),
]
