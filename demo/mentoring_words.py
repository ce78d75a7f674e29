"""What people of invented mentoring relationships write. Nothing here is counted, and nothing has a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Path:
    """Where a mentee wants to go, and what the two talk about on the way."""

    wants: str
    how: str
    aspired_role: str
    aim: str
    horizons: tuple[str, ...]
    ways: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    suggestion: str
    steps: tuple[str, ...]
    note: str
    shared_note: str


SUPPLY = Path(
    wants="Find out whether leading a supply team is really what I want, and what I would have to learn for it.",
    how="Talks with somebody who has done it, and being taken along to a difficult meeting once.",
    aspired_role="Head of supply",
    aim="Lead a team of my own within the next years, and know why.",
    horizons=("next_role", "career"),
    ways=(
        "Sit in on two board meetings",
        "Run the Lisbon transfer from start to end",
        "Ask three leads what they gave up",
    ),
    lines=(
        ("How Leo got here", "What nobody tells you about leading"),
        ("Being younger than the team", "Saying no upward"),
        ("Presenting to the board", "What would you do differently today?"),
    ),
    suggestion="Ask about the Lisbon move.",
    steps=(
        "Ask Priya for the deck",
        "Write down what a good week as a lead would look like",
        "Talk to Henrik about the board slot",
    ),
    note="He hesitated when I asked about the hours. Ask again another time.",
    shared_note="Book that Leo mentioned: “The Coming of the Third Shift”. Amara sends her notes on the board meeting.",
)

SPECIALIST = Path(
    wants="Decide between becoming a lead and staying a specialist.",
    how="Hear from somebody who stayed a specialist for long and is content with it.",
    aspired_role="Senior sensor engineer",
    aim="Stay close to the craft and still have a say.",
    horizons=("career",),
    ways=("Write the design note on drift and put my name on it", "Take one talk at the spring meeting"),
    lines=(
        ("Two ladders, one person", "How you like to work"),
        ("Having a say without a team", "The design note"),
        ("The spring meeting",),
    ),
    suggestion="Bring the draft of the design note.",
    steps=("Send the draft by Friday", "Ask who reads design notes at all"),
    note="I felt lighter after this talk.",
    shared_note="We agreed to talk without slides.",
)

ABROAD = Path(
    wants="Work in another country for a while without losing my place here.",
    how="Learn how others did it, and what it did to their families.",
    aspired_role="Head of field service",
    aim="Spend a year at another site and come back with something to give.",
    horizons=("life", "career"),
    ways=("Visit Lisbon for two weeks first", "Talk with HR about what stays"),
    lines=(
        ("How you got here", "What is off limits"),
        ("Moving with children", "Who keeps the seat warm?"),
        ("Two weeks as a trial",),
    ),
    suggestion="Talk to somebody who came back.",
    steps=("Write to the site in Lisbon", "Ask at home what would be hardest"),
    note="I had not said out loud before that I am afraid of coming back.",
    shared_note="Names of three people who went and came back.",
)

VOICE = Path(
    wants="Be heard in rooms where everybody is louder than me.",
    how="Try things in small steps and talk about what happened.",
    aspired_role="Head of product",
    aim="Speak early in a meeting, in my own way.",
    horizons=("current_role",),
    ways=("Say the first sentence within ten minutes", "Ask for the agenda a day before"),
    lines=(
        ("What you hope for", "Rooms that are easy"),
        ("The first ten minutes", "When somebody takes your point"),
        ("A room you fear",),
    ),
    suggestion="How you got your nickname.",
    steps=("Try the ten minutes on Tuesday", "Thank Sofia for handing the word over"),
    note="It is not the volume. I wait until I am sure.",
    shared_note="We keep to forty-five minutes.",
)

NEW_HERE = Path(
    wants="Understand how this place really works; I came from a much smaller firm.",
    how="Ask the questions that I do not want to ask my manager.",
    aspired_role="Head of controlling",
    aim="Know whom to ask, and be somebody whom others ask.",
    horizons=("current_role", "next_role"),
    ways=("Have lunch with one new person a week", "Draw the map of who decides what"),
    lines=(
        ("How decisions are made here", "Unwritten rules"),
        ("Lunch with people from other sites",),
        ("What I would tell the next new one",),
    ),
    suggestion="Tell me about your first year.",
    steps=("Finish the map", "Ask Paulo for a coffee"),
    note="Good to hear that he found it confusing as well.",
    shared_note="The map so far, with question marks.",
)

BALANCE = Path(
    wants="Grow without working every evening.",
    how="See how somebody with children leads a region.",
    aspired_role="Head of customer success",
    aim="Take the next step in a way that my family still recognizes me.",
    horizons=("life",),
    ways=("Leave at four on Wednesdays", "Say so to the team"),
    lines=(
        ("What you gave up, and what you would not", "How you like to work"),
        ("The Wednesday rule",),
        ("Asking for it",),
    ),
    suggestion="How you say no to the evening calls.",
    steps=("Put the Wednesday into the calendar", "Tell the team"),
    note="I cried a little. It was fine.",
    shared_note="Wednesday at four: first report next time.",
)

PATHS = (SPECIALIST, ABROAD, VOICE, NEW_HERE, BALANCE, SUPPLY)

OFFERS = (
    "Twenty years of mistakes that I can tell you about, and an open door.",
    "I know two sites and both sides of the table.",
    "A person to think aloud with. I ask more than I answer.",
    "Experience with moving from specialist to lead, and back.",
    "A network across the sites, and patience.",
)
GAINS = (
    "Hear what people see whom I no longer meet.",
    "Stay curious. I learn more from such talks than from reports.",
    "Give back what somebody once gave me.",
)
