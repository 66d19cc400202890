"""“怎么算的”: the portal's rules as answers that say how they were reached.

`explain("yoy", {"current": "5", "base": "-3"})` gives an `Explanation(result, steps)`; the command of the same
name and the workbench ask through it alike.
"""

from portal.explain import deadlines, figures, identifiers, rates  # noqa: F401  # they register their kinds
from portal.explain.registry import (
    KINDS,
    Explanation,
    MissingInput,
    UnknownKind,
    explain,
    kind,
)

__all__ = ["KINDS", "Explanation", "MissingInput", "UnknownKind", "explain", "kind"]
