"""The back office: Django's admin in Chinese, scoped by posts, with the audit trail as its history."""
