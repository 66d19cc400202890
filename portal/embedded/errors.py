"""What stops the embedded servers from working."""


class EmbeddedError(Exception):
    """A sentence in Chinese for whoever started the portal on this machine."""
