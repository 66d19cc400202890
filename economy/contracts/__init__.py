"""项目合同：what was signed; the first signing says in which year a project counts."""
