"""Serving static files."""

from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """Files under hashed names are kept by browsers for a year without asking again."""

    FOREVER = 365 * 24 * 3600
