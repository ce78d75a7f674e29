"""Bringing in pairs that run already, from a file, by the steps of every import (people/importing)."""
