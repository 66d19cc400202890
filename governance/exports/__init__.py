"""What can be exported."""

from governance.exports import enterprises as enterprises
