from django.db import migrations

from portal.search.operations import AddSearchIndex


class Migration(migrations.Migration):
    """Enterprises are found by the words of their names, codes, addresses and notes."""

    dependencies = [("search", "0001_initial"), ("governance", "0001_initial")]
    operations = [AddSearchIndex("enterprise")]
