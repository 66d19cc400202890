"""产业载体：carriers and their floors."""
