"""经济指标：what an office counts, its targets and the rules between figures."""
