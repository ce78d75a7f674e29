"""What a person can do here, a program of theirs can: every verb is an address of the API, or says why not (4.1)."""

from __future__ import annotations

import pytest

from core.models import AuditEvent
from core.verbs import VERBS
from tests.api.writing import endpoints, undone, writing
from tests.audit.acts import import_everything
from tests.doors.asking import Asker

pytestmark = pytest.mark.django_db

# Verbs that no address of the API does, each group with the reason.
EXCEPT = {
    "the clock or the server's console does it": """
        person.leave person.leave_by_date person.set_work enrollment.fill_in enrollment.promote enrollment.take_in
        relationship.come_to_end run.finish session.mark_unconfirmed
    """,
    "it proves that a person stands there: a mailed link, a way in, a token": """
        person.change_address person.come_in person.invite token.make token.revoke
    """,
    "a file and questions about it, page by page; `import_people` does it in one step": """
        import.receive import.choose import.answer import.start import.give_up import.finish import.record
        pair.bring_in relationship.bring_in
    """,
    "it is between a person and this installation: ways in, devices, an end of everything": """
        person.add_passkey person.remove_passkey person.sign_out_there person.sign_out_elsewhere person.erase
        relationship.end_for_erased
    """,
    "it sets the installation up, which begins before anybody is there whose program could ask": """
        organization.describe organization.mail_works
    """,
    "a list as a file for a spreadsheet; here every list is JSON": "list.export",
    "the worker does it, when what was done together is undone": """
        enrollment.forget_reminder enrollment.take_back on_behalf.forget_reminder on_behalf.take_back
    """,
    "only that a page was opened": "person.look relationship.look",
    "how far somebody has looked through a list on their own screen": """
        program.mark_seen inbox.set_aside inbox.take_back
    """,
}


def exceptions() -> set[str]:
    return {name for names in EXCEPT.values() for name in names.split()}


def reached(asker: Asker) -> set[str]:
    """The verbs that left a row in the audit when every endpoint was sent what it takes."""
    found: set[str] = set()
    for endpoint in endpoints():
        with undone():
            before = set(AuditEvent.objects.values_list("number", flat=True))
            answer = writing(asker, endpoint).send()
            assert answer.status_code // 100 == 2, (endpoint.id, answer.content)
            found |= set(AuditEvent.objects.exclude(number__in=before).values_list("verb", flat=True))
    return found


def test_every_verb_is_reached_by_the_api_or_says_why_not(asker: Asker) -> None:
    import_everything()
    found = reached(asker)
    missing = sorted(set(VERBS) - found - exceptions())
    assert missing == [], "give it an endpoint, or a reason in this file"
    assert sorted(exceptions() & found) == [], "it is reached by now: take it out of this file"
    assert sorted(exceptions() - set(VERBS)) == [], "gone"
