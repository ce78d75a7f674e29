"""The HTML doors of programs."""
