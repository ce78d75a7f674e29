"""The rules of the house, as tests. Each rule is a function over sources or models, tried on a bad example too."""
