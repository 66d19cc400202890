"""What people do with the records of this app."""
