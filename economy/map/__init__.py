"""招商地图：parcels, carriers and places on one map, for the desk and for the public."""
