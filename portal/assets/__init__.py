"""Static files: what is served of other packages, hashed and compressed once, kept by browsers for a year."""
