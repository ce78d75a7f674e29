"""The HTML doors of the people app."""
