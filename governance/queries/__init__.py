"""What pages, forms and imports read."""
