from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clock', '0001_initial'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='deadline',
            name='deadline_once_per_rule',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_on__isnull', True)), fields=('model', 'object_id', 'rule'), name='deadline_once_per_rule', violation_error_code='WrongState', violation_error_message='这条记录的这个期限已经在计算。'),
        ),
        migrations.AlterConstraint(
            model_name='pause',
            name='pause_one_open',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('deadline',), name='pause_one_open', violation_error_code='WrongState', violation_error_message='这个期限已经中止。'),
        ),
    ]
