"""A unique word in every confidential field, looked for wherever it must not be."""
