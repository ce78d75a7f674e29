"""The sweeps of this floor."""
