"""The HTML doors of goals and aims."""
