"""What every test stands on. The people and things of a test come from `tests/make.py`."""
