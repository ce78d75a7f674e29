"""The next chapters: pair, publish, two yeses, the agreement."""

from __future__ import annotations

from pairing.tasks import run_pairings
from tests.walks.beginning import AMARA, COACHING, DANA, LEO, MAYA, MENTORING, RUTH, TOM
from tests.walks.postbox import link_in
from tests.walks.walking import Walk, confirm, press, sees, tick, turn_to, write

SHOWN = ("That this coaching takes place", "How many sessions are planned and held", "Goals that I release, one by one")


def pair_and_publish(walk: Walk) -> None:
    """Look through the proposed pairs with their reasons; one press and a question later they are out."""
    page = walk.sign_in(MAYA)
    for program in (MENTORING, COACHING):
        turn_to(page, "Pairing")
        press(page, program)
        press(page, "Start a pairing")
        sees(page, "About to start.")
        run_pairings()  # as beat kicks it
        press(page, "Look again")
        sees(page, "No better set of pairs exists under your rules.", "Working hours overlap")
        confirm(page, "Publish 1 pair")
        sees(page, "1 proposed pair is out")
    walk.sweep()


def say_yes(walk: Walk) -> None:
    """Two taps from the mail: its link, and yes. The second yes of a pair moves it on."""
    for address, subject in (
        (AMARA, "Someone for you in Spring mentoring"),
        (LEO, "A mentee for you in Spring mentoring"),
        (TOM, "Someone for you in Supply coaching"),
        (DANA, "A coachee for you in Supply coaching"),
    ):
        page = walk.page_of(address)
        page.goto(link_in(walk.box.newest(address, subject)))  # the first tap
        press(page, "Yes, I’d like that")  # the second
        sees(page, "You said yes.")
    sees(page, "You both said yes", f"Write to Tom: {TOM}")
    walk.sweep()
    assert link_in(walk.box.newest(AMARA, "You and Leo"), "Plan a first conversation").endswith("/plan/")


def agree_in_mentoring(walk: Walk) -> None:
    """Amara writes it down and ticks the one thing that her manager may see; both sign, and it is active."""
    page = walk.sign_in(AMARA)
    press(page, "Open You and Leo")
    press(page, "Agreement: read and signed by you both")
    press(page, "Write it down")
    tick(page, "That I take part")
    press(page, "Save")
    sees(page, "Saved. Now both read and sign it.")
    press(page, "Sign")
    sees(page, "Signed.")
    page = walk.sign_in(LEO)
    press(page, "Read and sign")
    press(page, "Sign")
    sees(page, "Signed.", "Active")


def agree_in_coaching(walk: Walk) -> None:
    """Dana writes mission and sponsor and signs; Tom says with his signature what the sponsor sees; Ruth signs last."""
    page = walk.sign_in(DANA)
    press(page, "Tom Ellis")
    press(page, "Contract: read and signed by everybody")
    press(page, "Write it down")
    write(page, "Mission in one sentence", "Get supplier deliveries on time before the peak season.")
    write(page, "Sponsor’s work e-mail optional", RUTH)
    press(page, "Save")
    sees(page, "Saved. Now both read and sign it.")
    press(page, "Sign")
    page = walk.sign_in(TOM)
    press(page, "Read and sign")
    for what in SHOWN:
        tick(page, what)
    press(page, "Sign")
    sees(page, "Signed.")
    page = walk.sign_in(RUTH)
    press(page, "Read and sign")
    sees(page, "What you will see", *SHOWN)
    press(page, "Sign")
    sees(page, "You signed on")
