"""指标看板：figures against target, schedule and last year."""
