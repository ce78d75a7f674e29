"""Every verb leaves its row in the audit."""
