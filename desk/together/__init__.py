"""One act for many rows: what may be done together, the page that shows it first, and the worker that does it."""
