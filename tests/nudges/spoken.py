"""What every mail says, word for word, to whom and on which day of its story (`scenarios.py`); day 0 is at once.

`{other}` is the other's first name, `{whole}` the whole name, `{pair}` both first names, the learner's first.
Buttons and links stand in brackets. A kind of nudge without a row fails `test_spoken.py`.
"""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """`to`: learner, guide, both, or person for whoever is in no pair; `of`: the kind of pair, empty for each."""

    kind: str
    of: str
    to: str
    days: tuple[int, ...]
    subject: str
    text: str


NO_REASON = "A no needs no reason, and we never say who said no."
SIX_LEFT = "6 sessions are left. Plan the last one, or agree a new date if you need it. [See what is left]"
PICK = "[Pick a time] [Not the right moment? Say so]"
FIRST = "The first {talk} is the hardest one to arrange. Twenty minutes is fine. " + PICK
CALENDAR = "60 min, video. The calendar entry is attached; it only says “{pair}”. [Open]"
LOOK_BACK = "Still right for you both? Go on, change something, rest, or end: all four are good answers. [Look back]"
UNTIL = "Thank you for your time. You can read what you shared until 15 Feb 2027. [Look back]"
OPEN_STILL = "After this we leave it as “not confirmed”. [{met}] [It did not take place]"
COACHING, MENTORING = "coaching", "mentoring"

SPOKEN = [
    Said("invitation", COACHING, "person", (0,), "Would you like a coach?",
         "{program} is open. People learn from each other. It takes about an hour a month. Taking part is your choice, "
         "and so is what others see. [Read more and apply] Questions: Maya Lindqvist."),
    Said("invitation", MENTORING, "person", (0,), "Would you like a mentor?",
         "{program} is open. People learn from each other. It takes about an hour a month. Taking part is your choice, "
         "and so is what others see. [Read more and apply] Questions: Maya Lindqvist."),
    Said("accepted", "", "person", (0,), "You take part in {program}",
         "We will write to you as soon as there is someone for you. [See the program]"),
    Said("promoted", "", "person", (0,), "A place for you in {program}",
         "You moved up from the waiting list. We will write to you as soon as there is someone for you. "
         "[See the program]"),
    Said("questions-open", "", "person", (0,), "Two questions before we can find someone for you",
         "What do you want to get out of {program}, and how? We look for someone as soon as both are answered. "
         "[Answer them (3 minutes)]"),
    Said("proposal", MENTORING, "learner", (0,), "Someone for you in {program}",
         "{whole} could be your mentor. Have a look and say yes or no by 27 Nov. " + NO_REASON
         + " [See {other}’s profile]"),
    Said("proposal", MENTORING, "guide", (0,), "A mentee for you in {program}",
         "{whole} would like a mentor. Have a look and say yes or no by 27 Nov. " + NO_REASON
         + " [See {other}’s profile]"),
    Said("proposal", COACHING, "learner", (0,), "Someone for you in {program}",
         "{whole} could be your coach. Have a look and say yes or no by 27 Nov. " + NO_REASON
         + " [See {other}’s profile]"),
    Said("proposal", COACHING, "guide", (0,), "A coachee for you in {program}",
         "{whole} would like to work with you until about 26 Mar 2027. Say yes or no by 27 Nov. [Look and answer]"),
    Said("proposal-answer", "", "both", (3, 7), "Yes or no, by 27 Nov?",
         "{whole} and you are proposed as a pair in {program}. " + NO_REASON + " [Look and answer]"),
    Said("proposal-again", "", "both", (0,), "Yes or no, by 26 Nov?",
         "{whole} and you are proposed as a pair in {program}. " + NO_REASON + " [Look and answer]"),
    Said("both-said-yes", MENTORING, "learner", (0,), "You and {other}",
         "You both said yes. In mentoring you lead: write to {other} ({email}) and pick a time within two weeks. "
         "[Plan a first conversation]"),
    Said("both-said-yes", MENTORING, "guide", (0,), "You and {other}",
         "You both said yes. {other} sets the agenda and will write to you. If you hear nothing in a week, say hello: "
         "{email} [See {other}’s profile]"),
    Said("both-said-yes", COACHING, "guide", (0,), "Your coaching with {other}",
         "You both said yes. Next: mission, plan and a first session. {other} sees and accepts each. Write to {email} "
         "[Set it up]"),
    Said("both-said-yes", COACHING, "learner", (0,), "Your coaching with {other}",
         "You both said yes. {other} will suggest a plan. Nothing counts until you accept it. Write to {email} "
         "[Have a look]"),
    Said("fell-through", "", "learner", (0,), "About your pairing in {program}",
         "This pairing did not come about. We are looking for someone else for you."),
    Said("session-planned", "", "both", (0,), "Tue 24 Nov, 09:00 with {other}", CALENDAR),
    Said("session-moved", "", "both", (0,), "Moved: now Tue 24 Nov, 09:00", CALENDAR),
    Said("session-called-off", "", "both", (0,), "Called off: Tue 24 Nov",
         "This was to be at 09:00 with {other}. The attached calendar entry takes it out."),
    Said("session-agenda", MENTORING, "learner", (4,), "Tuesday with {other}: what would you like to talk about?",
         "Two minutes now make a better hour on Tuesday. [Set the agenda]"),
    Said("session-agenda", COACHING, "guide", (4,), "Tuesday with {other}: the session agenda",
         "There is no agenda yet. [Set the agenda] {other} is asked for their own first line today."),
    Said("session-agenda", COACHING, "learner", (4,), "Tuesday with {other}: what do you want from it?",
         "One line is enough, and it comes first. [Write my line]"),
    Said("session-tomorrow", "", "both", (6,), "Tomorrow 09:00 with {other}",
         "60 min, video. [Open] [Can’t make it? Move or call off]"),
    Said("session-log", MENTORING, "both", (8,), "Did you and {other} talk on Tuesday?",
         "One tap: [We talked] [It did not take place] If {other} has answered already, this is just for your eyes."),
    Said("session-log", COACHING, "both", (8,), "Tuesday’s session with {other}",
         "One tap: [We met] [It did not take place]"),
    # due after three days; the budget of one morning mail in three days holds it until the day after
    Said("session-log", MENTORING, "both", (11,), "Still open: Tuesday’s conversation",
         OPEN_STILL.format(met="We talked")),
    Said("session-log", COACHING, "both", (11,), "Still open: Tuesday’s session", OPEN_STILL.format(met="We met")),
    Said("review-due", COACHING, "guide", (28, 56), "Review with {other} is due this week",
         "Look at the values together, ask what helped, decide what is next. [Open the review]"),
    Said("review-due", COACHING, "learner", (28, 56), "Your review with {other} is due this week",
         "Before you meet: is the goal still the right one? [See your values]"),
    Said("look-back", MENTORING, "both", (182,), "Half a year, {pair}", LOOK_BACK),
    Said("look-back", MENTORING, "both", (364,), "Looking back, {pair}", LOOK_BACK),
    Said("value-due", COACHING, "learner", (5, 8), "This week’s number", "[Enter it] Takes ten seconds."),
    Said("check-in", MENTORING, "both", (2,), "Two minutes for your check-in",
         "Six taps about how your mentoring feels. Only you see your answers. Skip it if you like. [Answer]"),
    Said("check-in", MENTORING, "both", (9,), "Two minutes for your check-in",
         "Still open until Thursday. Skipping is fine. [Answer]"),
    Said("first-session", MENTORING, "learner", (7, 14), "A first talk with {other}", FIRST.format(talk="talk")),
    Said("first-session", MENTORING, "guide", (14,), "A first talk with {other}", FIRST.format(talk="talk")),
    Said("first-session", COACHING, "learner", (7, 14), "A first session with {other}", FIRST.format(talk="session")),
    Said("first-session", COACHING, "guide", (14,), "A first session with {other}", FIRST.format(talk="session")),
    Said("quiet", MENTORING, "both", (42,), "It has been a while",
         "You and {other} usually talk every 4 weeks; the last time was 17 Nov. [Plan a talk] [Take a rest] "
         "[All good, remind me in 4 weeks]"),
    Said("quiet", COACHING, "both", (42,), "It has been a while",
         "You and {other} usually meet every 4 weeks; the last time was 17 Nov. [Plan a session] [Pause] "
         "[All good, remind me in 4 weeks]"),
    Said("agreement-to-sign", MENTORING, "learner", (3, 14), "An agreement to read",
         "Read and sign, or suggest a change. [Read and sign]"),
    Said("agreement-to-sign", MENTORING, "guide", (3, 14), "An agreement to read",
         "{other} has written it down. Read and sign, or suggest a change. [Read and sign]"),
    Said("agreement-to-sign", COACHING, "learner", (3, 14), "A contract to read",
         "Read and sign, or suggest a change. [Read and sign]"),
    Said("agreement-to-sign", COACHING, "guide", (3, 14), "A contract to read",
         "{other} has written it down. Read and sign, or suggest a change. [Read and sign]"),
    Said("agreement-to-write", MENTORING, "both", (3, 14), "Your mentoring with {other}: an agreement to write",
         "Your mentoring with {other} is in Manyhands now. One of you writes down how you two work, the other reads "
         "it, and both sign. Until then nobody else is shown anything; talking and logging do not wait for it. "
         "[Write it or read it]"),
    Said("agreement-to-write", COACHING, "both", (3, 14), "Your coaching with {other}: a contract to write",
         "Your coaching with {other} is in Manyhands now. One of you writes down what it is for and how you two work, "
         "the other reads it, and both sign. Until then nobody else is shown anything; sessions and their log do not "
         "wait for it. [Write it or read it]"),
    Said("end-is-near", COACHING, "both", (30,), "Your coaching ends on 16 Jan 2027", SIX_LEFT),
    Said("end-is-near", COACHING, "both", (46,), "Your coaching ends on 16 Jan", SIX_LEFT),
    Said("ended", MENTORING, "learner", (0,), "Your mentoring with {other} has ended",
         UNTIL + " [Would you like another mentor? Yes]"),
    Said("ended", MENTORING, "guide", (0,), "Your mentoring with {other} has ended", UNTIL),
    Said("ended", COACHING, "learner", (0,), "Your coaching has closed", UNTIL),
    Said("ended", COACHING, "guide", (0,), "Your coaching with {other} has closed", UNTIL),
    Said("help-wanted", "", "person", (0,), "Someone would like to talk to you",
         "Someone in {program} asked for a talk with you. Sign in to see who. You get no answers and no reason, and "
         "nobody else is told. Reply within 2 working days. [See who]"),
    Said("help-unanswered", "", "learner", (0,), "About what you sent",
         "Somebody whom you wrote to has left before answering. What you sent goes to nobody else. Sign in to see what "
         "you can do. [See what you sent]"),
    Said("line-changed", "", "both", (0,), "A change that concerns you two",
         "Since 17 Nov you are in one reporting line. That does not fit this program’s rules. [See what you can do]"),
    Said("sign-again", MENTORING, "learner", (0,), "An agreement to read",
         "Read and sign, or suggest a change. [Read and sign]"),
    Said("sign-again", MENTORING, "guide", (0,), "An agreement to read",
         "{other} has written it down. Read and sign, or suggest a change. [Read and sign]"),
    Said("sign-again", COACHING, "learner", (0,), "A contract to read",
         "Read and sign, or suggest a change. [Read and sign]"),
    Said("sign-again", COACHING, "guide", (0,), "A contract to read",
         "{other} has written it down. Read and sign, or suggest a change. [Read and sign]"),
    Said("plan-again", MENTORING, "both", (0,), "A first talk with {other}", FIRST.format(talk="talk")),
    Said("plan-again", COACHING, "both", (0,), "A first session with {other}", FIRST.format(talk="session")),
    Said("quiet-again", MENTORING, "both", (0,), "It has been a while",
         "You and {other} usually talk every 4 weeks; the last time was 18 Oct. [Plan a talk] [Take a rest] "
         "[All good, remind me in 4 weeks]"),
    Said("quiet-again", COACHING, "both", (0,), "It has been a while",
         "You and {other} usually meet every 4 weeks; the last time was 18 Oct. [Plan a session] [Pause] "
         "[All good, remind me in 4 weeks]"),
    Said("rest-for-you", MENTORING, "both", (0,), "You and {other}: Resting",
         "Maya Lindqvist, who helps to run {program}, has set this for you two. No reminders meanwhile, except "
         "for what you have planned. Either of you can wake it. [Have a look]"),
    Said("rest-for-you", COACHING, "both", (0,), "You and {other}: Paused",
         "Maya Lindqvist, who helps to run {program}, has set this for you two. No reminders meanwhile, except "
         "for what you have planned. Either of you can go on at any time. [Have a look]"),
    Said("end-date-asked", COACHING, "learner", (0,), "A new end date for you and {other}?",
         "Maya Lindqvist, who helps to run {program}, proposes 13 Sep 2027. It counts only with your yes; until then "
         "it ends on 26 Mar 2027. [Look and answer]"),
]  # fmt: skip
