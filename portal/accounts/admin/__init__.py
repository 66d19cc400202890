"""Areas and accounts for the system administrator, posts and unlocking for the security administrator."""

from portal.accounts.admin import areas as areas
from portal.accounts.admin import attempts as attempts
from portal.accounts.admin import posts as posts
from portal.accounts.admin import users as users
