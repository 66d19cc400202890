"""The economy pages: the board, and reports from draft to publication."""
