"""完成投资：investment completed, month by month."""
