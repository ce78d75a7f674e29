"""What people of invented coaching engagements write: one theme is one goal with everything that grows around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Theme:
    """`first` → `target` in `unit`; `lines` are session agendas, `actions` what came of each session."""

    wants: str
    how: str
    mission: str
    goal: str
    unit: str
    first: Decimal
    target: Decimal
    source: str
    own_words: str
    plan: tuple[str, ...]
    first_lines: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    suggestion: str
    actions: tuple[str, ...]
    takeaway: str
    helped: str
    note: str

    @property
    def direction(self) -> str:
        return "down" if self.target < self.first else "up"

    def value_at(self, share: float) -> Decimal:
        """The value at which so much of the way lies behind."""
        value = self.first + (self.target - self.first) * Decimal(str(share))
        return value.quantize(Decimal(1) if abs(self.target - self.first) >= 8 else Decimal("0.1"))


DELIVERIES = Theme(
    wants="Stop being the person who always reports bad news about deliveries.",
    how="Understand where the delays start, then talk to suppliers earlier and in a calmer way.",
    mission="Get supplier deliveries on time before the peak season.",
    goal="Late deliveries",
    unit="%",
    first=Decimal(22),
    target=Decimal(8),
    source="the ERP report of every second Monday",
    own_words="I want to stop apologizing to the plants.",
    plan=(
        "Map where the ten worst delays began",
        "Hold one early call a week with the three suppliers behind them",
        "Agree one escalation path with purchasing",
        "Hand the routine over to the team",
    ),
    first_lines=(
        "Sort out what I can influence and what I cannot.",
        "Prepare the call with the supplier from Porto.",
        "Decide whether I go on alone or ask purchasing in.",
        "Find words for saying no to the plant in Leeds.",
    ),
    lines=(
        ("How the numbers came about", "What a good week looks like"),
        ("Look at the last ten delays one by one", "Rehearse the Porto call"),
        ("What the early calls changed", "Purchasing: ask for help or for a decision?"),
        ("Where the 16 % come from now", "The escalation path in one sentence"),
    ),
    suggestion="Ask how others run their supplier calls.",
    actions=(
        "List the ten worst delays with the day they were first known",
        "Call Porto before the order is confirmed",
        "Draft the escalation path on one page",
    ),
    takeaway="I warn too late because I hope it will still work out. Calling at the first doubt costs me less.",
    helped="Rehearsing the first sentence of a difficult call.",
    note="Goes quiet when the plant manager comes up. Ask about that relationship, not about the numbers.",
)

MEETINGS = Theme(
    wants="Get through a design review without losing the thread when somebody pushes back.",
    how="Practice with somebody who stops me and asks why.",
    mission="Bring design decisions through the review in one go.",
    goal="Design decisions that pass the review the first time",
    unit="%",
    first=Decimal(35),
    target=Decimal(70),
    source="the review board's list",
    own_words="I know the answer and still do not say it. I want to be in the room, not only in the file.",
    plan=(
        "Collect what was asked in the last five reviews",
        "Open every review with the decision, not with the history",
        "Ask two engineers to test the argument before the review",
        "Lead one review from start to end",
    ),
    first_lines=(
        "Understand why I give in so fast.",
        "Plan the review of the buoy housing.",
        "What to do when the numbers do not move.",
    ),
    lines=(
        ("What happens in the first two minutes", "Whose yes do you need before the meeting?"),
        ("Run through the housing review", "One sentence for the decision"),
        ("Two values in a row below what we expected", "Smaller step, or another goal?"),
    ),
    suggestion="Look at the review that went well.",
    actions=(
        "Write the decision as the first line of every review page",
        "Ask Owen's team for a test run on Thursday",
        "Note after each review what was asked first",
    ),
    takeaway="Giving in is not the same as being polite.",
    helped="Naming the decision before the reasons.",
    note="Two difficult reviews in a row. Keep the next step small.",
)

ONBOARDING = Theme(
    wants="New people on my shift should be able to work alone sooner.",
    how="Find out what they wait for, and let go of explaining everything myself.",
    mission="New colleagues work on their own after six weeks.",
    goal="Weeks until new colleagues work alone",
    unit="weeks",
    first=Decimal(10),
    target=Decimal(6),
    source="the sign-off sheet of the shift",
    own_words="I was left alone in my first month. Nobody on my shift should be.",
    plan=(
        "Ask the last four newcomers what held them up",
        "Pair each newcomer with one person a week",
        "Put the sign-off sheet where everyone sees it",
    ),
    first_lines=("Get clear about what I expect of newcomers.", "How to tell Jan that he explains too much."),
    lines=(
        ("Your own first month", "What the sign-off sheet measures"),
        ("What the four newcomers said", "Letting go of one task this week"),
        ("The first sign-off after seven weeks", "Who takes over the Friday walk?"),
    ),
    suggestion="Bring the sign-off sheet.",
    actions=("Talk to the four newcomers", "Write down the three tasks that only I do", "Try the buddy week twice"),
    takeaway="They wait for permission, not for knowledge.",
    helped="Hearing the newcomers in their own words.",
    note="Very hard on himself when a sign-off slips.",
)

DELEGATING = Theme(
    wants="Have time to think again instead of answering everything.",
    how="Hand over whole pieces of work and stay out of them.",
    mission="The team decides the daily matters without me.",
    goal="Hours a week on matters that the team could decide",
    unit="h",
    first=Decimal(14),
    target=Decimal(5),
    source="my calendar, counted on Fridays",
    own_words="I want to be asked for direction, not for permission.",
    plan=(
        "Count for two weeks what lands on my desk",
        "Hand over three kinds of decisions, each with a name",
        "Stay silent in the Monday round",
        "Look back with the team",
    ),
    first_lines=(
        "Choose the first thing to hand over.",
        "What to do when it goes wrong.",
        "Stay out of the budget talk.",
    ),
    lines=(
        ("What would happen if you were away for two weeks?", "Three kinds of decisions"),
        ("The Monday round", "What you did when nobody spoke"),
        ("Whose mistake is it now?", "The next thing to hand over"),
    ),
    suggestion="Talk about the vacation in spring.",
    actions=(
        "Tell the team which three decisions are theirs",
        "Leave the Monday round after ten minutes",
        "Count again",
    ),
    takeaway="Silence is not a vacuum that I have to fill.",
    helped="Counting. I had no idea it was fourteen hours.",
    note="Ready for a bigger step than she thinks.",
)

COMPLAINTS = Theme(
    wants="Answer angry customers without taking it home.",
    how="Learn two or three ways to start such a talk, and try them at once.",
    mission="Customers with a complaint know on the same day what happens next.",
    goal="Complaints answered on the same day",
    unit="%",
    first=Decimal(48),
    target=Decimal(85),
    source="the ticket system, every other Friday",
    own_words="I want to close the laptop at five with a clear head.",
    plan=(
        "Sort the complaints of last month by what people needed",
        "Write three first sentences and try each for a week",
        "Agree with the lab when they answer",
    ),
    first_lines=("Last week's call with the harbor office.", "How to end a call.", "What I do with praise."),
    lines=(
        ("The call that stayed in your head", "What the customer needed to hear"),
        ("Three first sentences", "The lab answers after two days: whose problem?"),
        ("What changed on the days that went well", "How you would teach it"),
    ),
    suggestion="Listen to one call together.",
    actions=(
        "Try the first sentence ‘What would help you today?’",
        "Ask the lab for a fixed hour",
        "Write down one good call",
    ),
    takeaway="Asking what would help is faster than explaining why it happened.",
    helped="Trying one sentence for a whole week.",
    note="Strong progress. Consider ending early.",
)

FORECAST = Theme(
    wants="A forecast that people believe.",
    how="Talk with sales before the numbers are final, not after.",
    mission="Sales and planning work with one forecast.",
    goal="Average error of the monthly forecast",
    unit="%",
    first=Decimal(31),
    target=Decimal(15),
    source="planning system, first working day of the month",
    own_words="I would like to be right for once, together with sales.",
    plan=(
        "Compare the last six forecasts with what was sold",
        "One talk with sales before each forecast",
        "Show the error openly",
    ),
    first_lines=("Why sales does not answer me.", "How to show an error without blaming.", "What to keep doing."),
    lines=(
        ("Six forecasts, one pattern", "What sales gains from it"),
        ("The talk with sales: how it went", "Showing the error"),
        ("Fewer surprises: what did it?", "What you leave behind"),
    ),
    suggestion="Invite somebody from sales for ten minutes.",
    actions=(
        "Ask Grace's team for half an hour on the 25th",
        "Put the error on the first page",
        "Drop the second spreadsheet",
    ),
    takeaway="An error that is shown is half as big.",
    helped="Meeting sales before the deadline.",
    note="The tension with sales is about an old story from 2019.",
)

THEMES = (ONBOARDING, DELEGATING, COMPLAINTS, FORECAST, MEETINGS, DELIVERIES)
