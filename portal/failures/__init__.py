"""What is answered when no view answers: lapsed tokens, shut addresses, maintenance, defects; pages and problems alike."""
