"""What every member of the fixed cast has in common."""

PASSWORD = "Jiedao-test-2026"
