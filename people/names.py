"""Takes the names of people apart and compares them.

A name is what the file says, cleaned of padding and of characters that cannot be shown; nothing is "corrected".
"""

import re
import unicodedata

COLUMNS = ("given_name", "family_name")
# Only as HR systems write them: Mr. Null and Ms. Na exist.
NO_NAME = frozenset(("NA", "N/A", "n/a", "#N/A", "NULL", "null", "NaN", "nan", "(null)", "undefined", "-", "--", "?"))
_SUFFIXES = "jr sr ii iii iv phd md mba cpa dds esq msc bsc ma ba dr prof"
_PARTICLES = "van von der den de del della di da dos du la le ter ten zu zur af av bin ibn al el"
SUFFIXES = frozenset(_SUFFIXES.split())
PARTICLES = frozenset(_PARTICLES.split())
MAX_NAME = 150
_SPACES = re.compile(r"\s+")


def clean_name(text: str) -> str:
    """The name without padding, doubled spaces, control characters and lone halves of characters; "" if none."""
    kept = "".join(" " if char.isspace() else char for char in text if char.isspace() or _shows(char))
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()
    return "" if name in NO_NAME or not any(char.isalnum() for char in name) else name


def _shows(char: str) -> bool:
    # Cs: half of a pair, Cc: control. Cf has joiners that some scripts need; only those that turn text around go.
    category = unicodedata.category(char)
    return category not in ("Cs", "Cc") and char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def whole(given: str, family: str) -> str:
    """What somebody is called, from the columns of the directory."""
    return f"{given} {family}".strip()


def split_name(text: str) -> tuple[str, str]:
    """(given, family) of "Last, First", "Last, First, Jr." or "First Middle van Last"; family may be ""."""
    parts = [clean_name(part) for part in clean_name(text).split(",")]
    parts = [part for part in parts if part]
    if len(parts) > 1 and not all(_is_suffix(part) for part in parts[1:]):
        suffix = [part for part in parts[2:] if _is_suffix(part)]
        given = [part for part in parts[1:] if part not in suffix or part is parts[1]]
        return " ".join(given), " ".join([parts[0], *suffix])
    return _split_words(parts[0].split(), parts[1:]) if parts else ("", "")


def _is_suffix(part: str) -> bool:
    return part.replace(".", "").casefold() in SUFFIXES


def _split_words(words: list[str], suffixes: list[str]) -> tuple[str, str]:
    if len(words) < 2:
        return " ".join(words), ""
    at = len(words) - 1
    if _is_suffix(words[at]) and at > 1:
        at -= 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:] + suffixes)


def name_key(text: str) -> str:
    """What two spellings of one name share: case, accents, dots, hyphens and doubled spaces do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def full_key(given: str, family: str) -> str:
    """The key of a whole name."""
    return name_key(f"{given} {family}")


def loose_key(key: str) -> str:
    """The key without middle initials ("brandon r leblanc" is "brandon leblanc")."""
    words = key.split()
    return " ".join(word for at, word in enumerate(words) if len(word) > 1 or at in (0, len(words) - 1))
