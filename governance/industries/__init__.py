"""国民经济行业分类：GB/T 4754, the same for every office."""
