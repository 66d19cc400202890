from django.db import migrations

from portal.search import sql


class Migration(migrations.Migration):
    """The functions of the search index; PostgreSQL builds in everything else."""

    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(sql.BIGRAMS, migrations.RunSQL.noop),
        migrations.RunSQL(sql.TOKENS, sql.DROP),
    ]
