"""Working days with 调休, deadlines with effective-dated rules, pause and extend with reason."""
