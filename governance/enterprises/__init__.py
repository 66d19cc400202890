"""企业名录：the register that every line of work refers to."""
