from django.db import migrations

from portal.search.operations import AddSearchIndex


class Migration(migrations.Migration):
    """Figures are found by the words of their titles and notes."""

    dependencies = [("search", "0001_initial"), ("economy", "0001_initial")]
    operations = [AddSearchIndex("indicatorreport")]
