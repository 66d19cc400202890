"""The pages of the enterprise register and the table of industries."""
