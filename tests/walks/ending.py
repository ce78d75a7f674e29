"""The last chapters: the check-in, what the manager sees, the end."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.walks.beginning import AMARA, LEO, RUTH, TOM
from tests.walks.postbox import link_in, text_of
from tests.walks.walking import Walk, main_of, press, sees, sees_not, turn_to


def check_in(walk: Walk) -> None:
    """Thirty days after the first conversation: six taps and Send."""
    walk.days_pass_until(datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    assert walk.box.of(AMARA, "Tomorrow 15:00 with Leo"), "the reminder of the second conversation"
    mail = next(mail for mail in walk.box.of(AMARA)[::-1] if "check-in" in text_of(mail))
    page = walk.sign_in(AMARA)
    page.goto(link_in(mail, "Answer"))
    sees(page, "Leo never sees your answers, nor does anyone in the program.")
    for sentence in main_of(page).get_by_role("group").all():
        sentence.get_by_label("4", exact=True).check()
    press(page, "Send")
    sees(page, "Thank you. Your own line is on your page.")


def look_at_my_team(walk: Walk) -> None:
    """Exactly what was ticked and signed: no end date, no other half, no dates, nothing of what is talked about."""
    page = walk.sign_in(RUTH)
    turn_to(page, "My team")
    sees(page, "Tom Ellis", "1 of 6 sessions held", "Goal released: Late deliveries.", "Amara Okafor", "Takes part")
    sees_not(page, "Dana", "Leo", "until", "Lisbon", "A first step", "check-in 4")


def end(walk: Walk) -> None:
    """S5-08: at most three clicks from home, no reason; Leo is told, and the manager's row is gone."""
    page = walk.sign_in(AMARA)
    clicks = ("Open You and Leo", "End this mentoring", "End it")
    for label in clicks:
        press(page, label)
    sees(page, "It has ended. Both of you can read what you shared for 90 days.")
    assert len(clicks) <= 3
    walk.sweep()
    told = walk.box.newest(LEO, "Your mentoring with Amara has ended")
    page = walk.sign_in(LEO)
    page.goto(link_in(told, "Look back"))
    sees(page, "Ended", "Ask about the Lisbon move")
    page = walk.sign_in(RUTH)
    turn_to(page, "My team")
    sees(page, "Tom Ellis")
    sees_not(page, "Amara")
    assert not walk.box.of(TOM, "has ended")
