"""A document goes out under the name it came in with."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile, File

from portal.attachments.actions import keep_document
from portal.attachments.models import Document

NAME = "2018年1—3月 经济指标（定稿）.xlsx"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(area, name: str | None = NAME, **given) -> Document:
    return keep_document(ContentFile(b"words", name), area=area, title="指标", by=None, **given)


def downloaded_name(client, user, document: Document) -> str:
    client.force_login(user, backend="portal.accounts.backends.PostBackend")
    header = client.get(f"/desk/documents/{document.pk}/file/")["Content-Disposition"]
    return unquote(header.removeprefix("attachment; filename*=utf-8''").removeprefix("attachment; filename="))


def test_a_download_carries_the_name_people_gave(client, economy_clerk, street):
    assert downloaded_name(client, economy_clerk, kept(street)) == NAME


def test_the_page_shows_that_name(client, economy_clerk, street):
    document = kept(street)
    client.force_login(economy_clerk, backend="portal.accounts.backends.PostBackend")
    assert NAME in client.get(document.get_absolute_url()).content.decode()


def test_two_documents_may_have_one_name(client, economy_clerk, street):
    first = kept(street)
    second = keep_document(ContentFile(b"other words", NAME), area=street, title="指标", by=None)
    assert first.file.name != second.file.name
    assert {downloaded_name(client, economy_clerk, one) for one in (first, second)} == {NAME}


def test_a_name_may_be_given_apart_from_the_file(street):
    assert kept(street, "imports/2018/ab12.xlsx", file_name=NAME).file_name == NAME


def test_folders_are_no_part_of_a_name(street, tmp_path):
    (tmp_path / "证明.txt").write_text("words")
    with (tmp_path / "证明.txt").open("rb") as file:
        document = keep_document(File(file, str(tmp_path / "证明.txt")), area=street, title="证明", by=None)
    assert document.file_name == "证明.txt"


def test_a_long_name_keeps_its_end(street):
    assert kept(street, "长" * 300 + ".xlsx").file_name.endswith("长.xlsx")


def test_a_document_kept_before_names_were_shows_the_name_of_its_file(client, economy_clerk, street):
    document = kept(street, "证明.txt")
    Document.objects.filter(pk=document.pk).update(file_name="")
    assert downloaded_name(client, economy_clerk, document) == "证明.txt"
