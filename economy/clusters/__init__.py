"""产业集群：who belongs to which cluster, from and to which day."""
