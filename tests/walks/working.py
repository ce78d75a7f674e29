"""The chapters in the middle: the way to the start of a coaching, agenda, sessions, values."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page

from tests.browser import open_page
from tests.walks.beginning import AMARA, DANA, LEO, TOM
from tests.walks.postbox import link_in, text_of
from tests.walks.walking import Walk, enter_code, press, sees, sees_not, tick, turn_to_tab, unfold, write

GOAL = "Late deliveries"


def start_the_coaching(walk: Walk) -> None:
    """Dana suggests goal and plan; Tom accepts both, says why it matters and measures; then it starts."""
    coach = walk.sign_in(DANA)
    press(coach, "Tom Ellis")
    sees(coach, "A goal that can be measured is missing.", "Tom has not accepted the plan.")
    press(coach, "A goal that can be measured")
    _suggest_goal_and_plan(coach)
    _accept_goal_and_plan(walk.sign_in(TOM))
    coach = walk.sign_in(DANA)
    press(coach, "Tom Ellis")
    press(coach, "Go on to “Starting point”")
    press(coach, "Go on to “Active”")
    sees(coach, "Now it stands at: Active.")


def _suggest_goal_and_plan(page: Page) -> None:
    press(page, "Add a goal")
    write(page, "What gets better?", GOAL)
    write(page, "Measured in", "%")
    tick(page, "Down")
    write(page, "Target", "8")
    write(page, "Where the numbers come from", "the ERP report")
    press(page, "Suggest this goal")
    sees(page, "Tom is asked to accept the goal.")
    write(page, "Add a step", "Map the ten worst suppliers")
    press(page, "Add")
    sees(page, "Waits for Tom to accept it.")


def _accept_goal_and_plan(page: Page) -> None:
    press(page, "Read the plan")
    press(page, f"Accept {GOAL}")
    sees_not(page, "Nothing counts until Tom accepts it.")
    press(page, f"Write why it matters {GOAL}")
    write(page, "Why does it matter to you?", "I want to stop apologizing to the plants.")
    press(page, "Save")
    press(page, f"Enter a value {GOAL}")
    write(page, "Value in %", "22")
    tick(page, "From a system")
    press(page, "Save")
    sees(page, "Saved. The value is in.", "“I want to stop apologizing to the plants.” — Tom")
    press(page, "Accept this plan")
    sees_not(page, "Accept this plan")


def release_the_goal(walk: Walk) -> None:
    """Tom alone lets his sponsor see this goal, and the line beside it says so."""
    page = walk.sign_in(TOM)
    press(page, "Open Your coaching with Dana")
    turn_to_tab(page, "Goals")
    unfold(page, "More for Late deliveries")
    press(page, "Show this goal to my sponsor")
    sees(page, "You, Dana and your sponsor (you released this)")


def plan(walk: Walk) -> None:
    """Dana plans and sets the session agenda, Tom writes line 1; Amara plans, Leo suggests, Amara decides."""
    coach = walk.sign_in(DANA)
    press(coach, "Plan a session")
    write(coach, "When", "2026-11-04T15:00")
    press(coach, "Plan it")
    press(coach, "Use this")
    sees(coach, "How we will notice that it works")
    coachee = walk.sign_in(TOM)
    write(coachee, "What I want from this session", "A first step that works")
    press(coachee, "Save Your coaching with Dana")
    sees(coachee, "Saved. It comes first.")
    mentee = walk.sign_in(AMARA)
    press(mentee, "Plan a conversation")
    write(mentee, "When", "2026-11-05T15:00")
    press(mentee, "Plan it")
    mentor = walk.sign_in(LEO)
    press(mentor, "Open You and Amara")
    sees(mentor, "The agenda is Amara’s. You can suggest a point.")
    write(mentor, "Suggest a point", "Ask about the Lisbon move")
    press(mentor, "Suggest")
    sees(mentor, "You suggest: Ask about the Lisbon move")
    mentee = walk.sign_in(AMARA)
    press(mentee, "Look")
    press(mentee, "Add it Ask about the Lisbon move")
    sees_not(mentee, "Leo suggests")


def hear_of_tomorrow(walk: Walk) -> None:
    """T−1: both halves, and nothing of the agenda in the mail."""
    walk.days_pass_until(datetime(2026, 11, 3, 16, 0, tzinfo=UTC))
    for address, name in ((TOM, "Dana"), (DANA, "Tom")):
        mail = walk.box.newest(address, f"Tomorrow 15:00 with {name}")
        assert "60 min, video." in text_of(mail)
        assert not re.search("Late deliveries|first step|notice that it works", text_of(mail))


def log_from_the_mail(walk: Walk) -> None:
    """S1-15: from the reminder on a phone without JavaScript; the other half confirms."""
    walk.days_pass_until(datetime(2026, 11, 5, 9, 0, tzinfo=UTC))
    phone = walk.stack.enter_context(open_page(walk.browser, walk.url, phone=True, javascript=False))
    walk.pages["dana’s phone"] = phone
    phone.goto("/")
    enter_code(phone, walk.box, DANA, remember=True)  # once for sixty days, so it is no part of logging
    interactions = 0
    phone.goto(link_in(walk.box.newest(DANA, "Wednesday’s session with Tom"), "We met"))
    interactions += 1
    press(phone, "We met · 60 min")
    interactions += 1
    sees(phone, "Logged. 1 of 6.")
    assert interactions <= 4
    sees(phone, "In 2 weeks, Wed 18 Nov, 15:00")
    press(phone, "Another time")
    write(phone, "When", "2026-12-02T15:00")
    press(phone, "Plan it")
    sees(phone, "Planned: Wed 2 Dec, 15:00")
    page = walk.sign_in(TOM)
    sees(page, "Dana logged Wed 4 Nov, 60 min.")
    press(page, "Look")
    press(page, "That’s right")
    sees(page, "You both say so.")
    walk.days_pass_until(datetime(2026, 11, 6, 9, 0, tzinfo=UTC))
    page = walk.sign_in(AMARA)
    page.goto(link_in(walk.box.newest(AMARA, "Did you and Leo talk on Thursday?"), "We talked"))
    press(page, "We talked · 60 min")
    sees(page, "Logged.", "You talk about every 4 weeks: plan the next one?")
    press(page, "In 4 weeks, Thu 3 Dec, 15:00")
    sees(page, "Planned: Thu 3 Dec, 15:00.")


def enter_a_value(walk: Walk) -> None:
    """Asked for by mail when it is due; the page tells actual from expected."""
    walk.days_pass_until(datetime(2026, 11, 17, 9, 0, tzinfo=UTC))
    page = walk.sign_in(TOM)
    page.goto(link_in(walk.box.newest(TOM, "This week’s number"), "Enter it"))
    write(page, "Value in %", "18")
    press(page, "Save")
    sees(page, "Saved. The value is in.", "On track", "Now 18 %. Expected by today 21 %.")
