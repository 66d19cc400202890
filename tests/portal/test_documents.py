"""Documents: the same bytes for the same area are one record, whoever brings them."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from portal.attachments.actions import keep_document
from portal.attachments.models import Document


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(area, name="通知.txt", text="同一份文件"):
    return keep_document(ContentFile(text.encode(), name), area=area, title=name, by=None)


def test_a_file_brought_again_is_the_one_on_record(street):
    assert keep(street, "再次.txt") == keep(street)


def test_another_area_keeps_its_own(street, other_street):
    assert keep(street) != keep(other_street)


@pytest.mark.django_db(transaction=True)
def test_a_file_brought_twice_at_once_is_kept_once(street, tmp_path):
    kept, ready = [], Barrier(2)

    def bring() -> None:
        ready.wait()
        try:
            kept.append(keep(street).pk)
        finally:
            connection.close()

    threads = [Thread(target=bring) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert kept == [Document.objects.get().pk] * 2
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
