"""The audit trail: every row change caught by the database, sealed, verified, read-only.

`audit.context(actor=…, reason=…)` says on whose behalf the changes inside it are made;
`audit.bind(cursor)` hands that to a transaction that writes past Django's cursor (COPY).
"""

from portal.audit.attribution import bind, context

__all__ = ["bind", "context"]
