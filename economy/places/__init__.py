"""地点：outlines on the ground, and places one asks the distance to."""
