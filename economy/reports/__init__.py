"""指标填报：monthly figures, reported by one person, published by another."""
