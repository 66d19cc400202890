"""The migration operation that gives a model its search index."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory


class AddSearchIndex(Operation):
    """Index a model with a `SearchText` field named `search_text` and an `area`.

        dependencies = [("search", "0001_initial"), ("economy", "0001_initial")]
        operations = [AddSearchIndex("indicatorreport")]

    Before an import of more than about a hundred thousand rows the index is better dropped and built again.
    """

    category = OperationCategory.ADDITION
    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing Django knows about changes."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any,
                          to_state: Any) -> None:  # fmt: skip
        """Create the index and let the planner know what is in it."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(create_index(table))

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any,
                           to_state: Any) -> None:  # fmt: skip
        """Drop it."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(f'DROP INDEX IF EXISTS "{index_name(table)}"')

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return f"Index the search text of {self.model_name}"


def index_name(table: str) -> str:
    """The index of a table, within PostgreSQL's 63 characters."""
    return f"{table[:52]}_search"


def create_index(table: str) -> str:
    """The statement that builds the index."""
    return f'CREATE INDEX "{index_name(table)}" ON "{table}" USING gin (search_tokens(area_id, search_text))'
