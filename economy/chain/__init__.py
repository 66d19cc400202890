"""产业链：links of a chain and the enterprises courted for them."""
