"""What is kept about a person: what it is, who sees it, how long, a copy of it, and its end."""
