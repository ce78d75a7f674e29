"""Who gets in where: every route, every method, every role."""
