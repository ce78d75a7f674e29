"""The first chapters: getting in, people, programs, invitations, applications."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from people.admin_link import make_admin_link
from people.tasks import run_imports
from tests.walks.postbox import link_in, wait_for_mail
from tests.walks.walking import Walk, choose, enter_code, press, sees, sees_not, tick, turn_to, write

SAM, MAYA, NOOR, RUTH = "sam@mh.example", "maya@mh.example", "noor@mh.example", "ruth@mh.example"
AMARA, LEO, TOM, DANA = "amara@mh.example", "leo@mh.example", "tom@mh.example", "dana@mh.example"
PEOPLE = f"""Employee ID,Name,E-mail,Title,Department,Location,Supervisor,Start date
1,Maya Lindqvist,{MAYA},Head of Learning,People,Oslo,,2015-03-01
2,Noor Haddad,{NOOR},Counselor,People,Oslo,Maya Lindqvist,2017-05-01
3,Ruth Adler,{RUTH},Head of Supply,Supply,Ghent,,2012-01-09
4,Amara Okafor,{AMARA},Planner,Supply,Ghent,Ruth Adler,2021-09-01
5,Tom Ellis,{TOM},Buyer,Supply,Ghent,Ruth Adler,2019-02-01
6,Leo Brandt,{LEO},Plant Manager,Plants,Ghent,,2010-06-01
7,Dana Wolff,{DANA},Coach,People,Oslo,Maya Lindqvist,2016-10-01
8,Bo Lind,bo@mh.example,Fitter,Plants,Ghent,Leo Brandt,2020-04-01
9,,nobody@mh.example,Fitter,Plants,Ghent,Leo Brandt,2020-04-01
"""
MENTORING, COACHING = "Spring mentoring", "Supply coaching"


def let_in_the_first_admin(walk: Walk) -> None:
    """The one-time link of the console; then names, and an address, so that a code can let Sam in again."""
    page = walk.page_of(SAM)
    page.goto(make_admin_link(walk.url))
    press(page, "Go on")
    sees(page, "Your organization")
    write(page, "Name of your organization", "Supply & Co")
    write(page, "Your given name", "Sam")
    write(page, "Your family name", "Ode")
    press(page, "Save and go on")
    sees(page, "Saved.", "Does mail go out?")
    write(page, "Your work e-mail", SAM)
    press(page, "Send a test mail")
    sees(page, "A link is on its way to")
    mail = wait_for_mail(walk.box, SAM, "")
    page.goto(link_in(mail))
    press(page, "Use this address")
    sees(page, "The new address is yours here.")
    enter_code(page, walk.box, SAM)


def import_people(walk: Walk) -> None:
    """File → columns → check → done; one row is left out and said so."""
    page = walk.sign_in(SAM)
    turn_to(page, "People")
    press(page, "Import people")
    main = page.get_by_role("main")
    file: FilePayload = {"name": "people-nov.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    walk.hand.hand_in(main.get_by_label("File"), file)
    press(page, "Read the file")
    sees(page, "Which column is what", "nothing has been saved yet")
    expect(main.get_by_role("combobox", name="Supervisor")).to_have_value("manager_name")
    press(page, "Check the rows")
    sees(page, "Check before importing", "9 rows")
    press(page, "Import 8 people")
    sees(page, "Importing")
    run_imports()  # as beat kicks it
    press(page, "Look again")
    sees(page, "8 people are in.", "1 row was left out")


def set_up_programs(walk: Walk) -> None:
    """A mentoring and a coaching program; opening says what is missing until nothing is."""
    page = walk.sign_in(SAM)
    turn_to(page, "Programs")
    for name, kind in ((MENTORING, "Mentoring"), (COACHING, "Coaching")):
        press(page, "New program")
        write(page, "Name", name)
        tick(page, f"{kind}, with empty texts")
        press(page, "Set it up")
        press(page, "Save")
        sees(page, "Before people can apply")
        press(page, "say when it starts")
        _name_everything(page, name, kind)
        press(page, "Open for applications")
        sees(page, "People can apply from now on.")
        turn_to(page, "Program")


def _name_everything(page: Page, name: str, kind: str) -> None:
    write(page, "What it is for", f"{name} for everyone who wants to get on.")
    write(page, "Starts", "2026-11-09")
    if kind == "Coaching":
        write(page, "Ends", "2027-07-30")
    write(page, "Help contact, by e-mail", NOOR)
    write(page, "Somebody else who runs it, by e-mail", MAYA)
    write(page, "Data contact", "privacy@mh.example")
    press(page, "Save")
    sees_not(page, "Before people can apply")


def invite(walk: Walk) -> None:
    """Choose by department, look at who gets which mail, send."""
    page = walk.sign_in(MAYA)
    for program, role, department, count in (
        (MENTORING, "mentee", "Supply", 3),
        (MENTORING, "mentor", "Plants", 2),
        (COACHING, "coachee", "Supply", 3),
        (COACHING, "coach", "People", 3),
    ):
        turn_to(page, "Program")
        press(page, program)
        press(page, "Invite people")
        tick(page, role)
        choose(page, "Department", department)
        press(page, "Show who gets the mail")
        press(page, f"Send {count} invitations")
        sees(page, f"{count} invitations are on their way.")
    walk.sweep()


def apply(walk: Walk) -> None:
    """Everyone comes in by the link of their own mail; nobody is sent off without both answers."""
    wants, how = "What do you want to get out of this?", "How do you imagine getting there?"
    page = _open_application(walk, AMARA, "Would you like a mentor?", "mentee")
    write(page, wants, "Lead a team within two years.")
    press(page, "Apply")
    sees(page, "Not sent yet: the second question is open.")
    write(page, how, "Talks with somebody who did it.")
    _send(page, "Skills to grow", "Presenting, Budgets")
    page = _open_application(walk, LEO, "Would you be a mentor?", "mentor")
    write(page, "What can you offer?", "Thirty years in plants.")
    _send(page, "Skills you can share", "Presenting")
    page = _open_application(walk, TOM, "Would you like a coach?", "coachee")
    write(page, wants, "Deliveries on time.")
    _send(page, how, "Step by step.")
    page = _open_application(walk, DANA, "Would you be a coach?", "coach")
    _send(page, "What can you offer?", "Listening, then a plan.")


def _open_application(walk: Walk, address: str, subject: str, role: str) -> Page:
    page = walk.page_of(address)
    page.goto(link_in(walk.box.newest(address, subject), "Read more and apply"))
    press(page, "Apply")
    enter_code(page, walk.box, address)
    press(page, f"Apply as {role}")
    return page


def _send(page: Page, label: str, text: str) -> None:
    write(page, label, text)
    tick(page, "I have read who sees what")
    press(page, "Apply")
    sees(page, "Sent. The people who run this program will write to you.")


def accept(walk: Walk) -> None:
    """From the inbox, one by one; then nothing is left there."""
    page = walk.sign_in(MAYA)
    for name in ("Amara Okafor", "Leo Brandt", "Tom Ellis", "Dana Wolff"):
        turn_to(page, "Inbox")
        press(page, f"Accept {name}")
        sees(page, f"{name} takes part and gets a mail.")
    turn_to(page, "Inbox")
    sees_not(page, "Amara Okafor", "Dana Wolff")
