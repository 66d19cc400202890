from django.db import migrations

from portal.search.operations import AddSearchIndex


class Migration(migrations.Migration):
    """Documents are found by their words."""

    dependencies = [("search", "0001_initial"), ("attachments", "0001_initial")]
    operations = [AddSearchIndex("document")]
