"""One number of a contract once in a project; who reports a figure or enters money does not review it.

The two-person rules are not asked of rows that are there: what was reviewed by one person alone stays on record, and
can still be corrected, superseded or voided.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


def by_another(taker, other):
    return Q(**{f"{taker}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{taker: F(other)})


class Migration(migrations.Migration):

    dependencies = [
        ('economy', '0009_contract_numbers'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='contract',
            constraint=models.UniqueConstraint(
                fields=['project', 'number_key'],
                condition=Q(state='standing') & ~Q(number_key=''),
                name='contract_number_once',
                violation_error_message='这个项目已有这个编号的合同，同一份合同只登记一次。',
            ),
        ),
        migrations.RemoveConstraint(model_name='fundsentry', name='funds_counted_by_another'),
        AddConstraintNotValid(
            model_name='fundsentry',
            constraint=models.CheckConstraint(
                condition=~Q(state='counted')
                | by_another('reviewed_by', 'submitted_by') & by_another('reviewed_by', 'created_by'),
                name='funds_counted_by_another',
                violation_error_message='到位资金要由填报人、登记人以外的人审核。',
                violation_error_code='NotPermitted',
            ),
        ),
        AddConstraintNotValid(
            model_name='indicatorreport',
            constraint=models.CheckConstraint(
                condition=~Q(state__in=['approved', 'published']) | by_another('reviewed_by', 'submitted_by'),
                name='report_reviewed_by_another',
                violation_error_message='指标要由填报人以外的人审核、发布。',
                violation_error_code='NotPermitted',
            ),
        ),
        migrations.AlterConstraint(
            model_name='stagereversal',
            name='reversal_confirmed_by_another',
            constraint=models.CheckConstraint(
                condition=~Q(state='confirmed') | Q(decided_by__isnull=True) | ~Q(decided_by=F('proposed_by')),
                name='reversal_confirmed_by_another',
                violation_error_message='退回阶段要由提出人以外的人核准。',
                violation_error_code='NotPermitted',
            ),
        ),
    ]
