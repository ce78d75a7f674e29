"""Days and times as the house writes them, where no template tag does: "24 Sep 2026, 12:20"."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
