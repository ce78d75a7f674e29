"""The last chapters: the check-in, what the manager sees, the end."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.walks.beginning import AMARA, LEO, MAYA, NOOR, RUTH, TOM
from tests.walks.postbox import link_in, text_of
from tests.walks.walking import Walk, main_of, press, press_on, sees, sees_not, turn_to, write


def check_in(walk: Walk) -> None:
    """Thirty days after the first conversation: six taps and Send."""
    walk.days_pass_until(datetime(2026, 12, 7, 9, 0, tzinfo=UTC))
    assert walk.box.of(AMARA, "Tomorrow 15:00 with Leo"), "the reminder of the second conversation"
    mail = next(mail for mail in walk.box.of(AMARA)[::-1] if "check-in" in text_of(mail))
    page = walk.sign_in(AMARA)
    page.goto(link_in(mail, "Answer"))
    sees(page, "Leo never sees your answers, nor does anyone in the program.")
    for sentence in main_of(page).get_by_role("group").all():
        walk.hand.tick(sentence.get_by_label("4", exact=True))
    press(page, "Send")
    sees(page, "Thank you. Your own line is on your page.")


def ask_for_help(walk: Walk) -> None:
    """Amara writes to the help contact, who alone is told, by a mail that names nobody, and writes back."""
    page = walk.sign_in(AMARA)
    press(page, "Open You and Leo")
    press(page, "Write to Noor")
    write(page, "A few words, if you like", "I would rather talk to you.")
    press(page, "Send")
    walk.sweep()
    mail = walk.box.newest(NOOR, "Someone would like to talk to you")
    assert "Amara" not in f"{mail['Subject']} {text_of(mail)}"
    page = walk.sign_in(NOOR)
    page.goto(link_in(mail, "See who"))
    sees(page, "Amara Okafor would like to talk to you", "I would rather talk to you.", AMARA)
    press(page, "I have written back")
    turn_to(page, "Home")
    sees_not(page, "Somebody would like to talk to you.")


def see_how_it_goes(walk: Walk) -> None:
    """The figures of the program admin, each leading to its list; nothing of what was written or asked."""
    page = walk.sign_in(MAYA)
    turn_to(page, "Inbox")
    sees(page, "Pairs under way", "Without a pair", "Talked in the last 30 days", "As of today")
    press_on(main_of(page).get_by_role("link", name="Pairs under way"))  # its name begins with the figure
    sees(page, "2 pairs", "Amara Okafor", "Leo Brandt", "Tom Ellis", "Dana Wolff")
    sees_not(page, "rather talk", "Lisbon", "Late deliveries")


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
