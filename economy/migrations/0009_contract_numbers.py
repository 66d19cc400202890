"""The numbers of contracts as they are compared; of several with one number in a project, the later say so."""

from django.db import migrations, models

from portal.identifiers import number_key


def fold(apps, schema_editor):
    """Nothing is voided here: whether two contracts of one number are the same is for people to say."""
    Contract = apps.get_model("economy", "Contract")
    taken = set()
    for contract in Contract.objects.exclude(number="").order_by("id").iterator(chunk_size=2000):
        contract.number_key = number_key(contract.number)[:60]
        place = contract.project_id, contract.number_key
        if contract.state == "standing" and contract.number_key:
            if place in taken:
                contract.number = f"{contract.number[:40]}（重号，登记 {contract.pk}）"
                contract.number_key = number_key(contract.number)[:60]
            taken.add(place)
        contract.save(update_fields=["number", "number_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('economy', '0008_dollars'),
    ]

    operations = [
        migrations.AddField(
            model_name='contract',
            name='number_key',
            field=models.CharField(blank=True, editable=False, max_length=60, verbose_name='合同编号（归一）'),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
