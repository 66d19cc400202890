"""`bin/demo`: the portal with its sample street on one machine, until Ctrl-C or SIGTERM."""
