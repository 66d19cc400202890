"""走访服务：what a chief service officer heard at a project, and what came of it."""
