"""Search over a table of its own: any word, any scope, whichever of the three ways is taken."""

from __future__ import annotations

import pytest
from django.db import connection

from portal.attachments.models import Document
from portal.errors import InvalidInput
from portal.search import queries
from portal.search.queries import bigrams, fold, search, words_of


def found(sql: str, *params) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("危险废物", ["危险", "险废", "废物"]),
        ("危废 暂存", ["危废", "暂存"]),
        ("A 区", ["A", "区"]),
        ("井", ["井"]),
        ("", []),
        ("  硝酸\n罐 ", ["硝酸", "罐"]),
    ],
)
def test_text_is_known_by_its_pairs(db, text, tokens):
    assert found("SELECT search_bigrams(%s)", text) == tokens


def test_area_is_one_more_token(db):
    assert found("SELECT search_tokens(%s, %s)", 12, "硝酸") == ["硝酸", "a:12"]


@pytest.mark.parametrize("text", ["ＡＢＣ１２３", "①号楼", "Ⅲ期", "ｶﾞス", "混合 Mixed"])
def test_python_and_database_fold_alike(db, text):
    assert found("SELECT lower(normalize(%s, NFKC))", text) == fold(text)


def test_words_of_a_query_are_folded_and_once_each():
    assert words_of(" 危废　ＡＢ ab 危废 ") == ["危废", "ab"]
    assert bigrams("危险废物") == ["危险", "险废", "废物"]
    assert bigrams("井") == []


def test_nul_is_refused():
    with pytest.raises(InvalidInput):
        words_of("危\0废")


class TestOverARecord:
    """The same answers whether a word is rare, frequent or everywhere."""

    @pytest.fixture(params=["rare", "frequent", "everywhere"])
    def way(self, request, monkeypatch):
        """Force each of the three ways by lowering the bounds."""
        few, many = {"rare": (500, 5000), "frequent": (0, 5000), "everywhere": (0, 0)}[request.param]
        monkeypatch.setattr(queries, "FEW", few)
        monkeypatch.setattr(queries, "MANY", many)

    @pytest.fixture
    def notes(self, community, other_community):
        rows = [
            Document(area=community, title="危险废物暂存间", quote="硝酸 20 公斤"),
            Document(area=community, title="楼道堆物", quote="Ａ座三层"),
            Document(area=other_community, title="危废台账", quote="硝酸"),
            Document(area=other_community, title="古井护栏", quote=""),
        ]
        Document.objects.bulk_create(rows)
        return Document.objects

    @pytest.mark.parametrize(
        ("text", "titles"),
        [
            ("硝酸", {"危险废物暂存间", "危废台账"}),
            ("危险废物", {"危险废物暂存间"}),
            ("险废 硝酸", {"危险废物暂存间"}),
            ("a座", {"楼道堆物"}),
            ("井", {"古井护栏"}),
            ("危物", set()),
            ("火箭", set()),
            ("", {"危险废物暂存间", "楼道堆物", "危废台账", "古井护栏"}),
        ],
    )
    def test_finds_what_holds_every_word(self, way, notes, community, other_community, text, titles):
        rows = search(notes.all(), text, areas={community.pk, other_community.pk})
        assert set(rows.values_list("title", flat=True)) == titles

    def test_finds_only_in_the_areas_given(self, way, notes, community):
        rows = search(notes.filter(area=community), "硝酸", areas={community.pk})
        assert list(rows.values_list("title", flat=True)) == ["危险废物暂存间"]

    def test_no_areas_find_nothing(self, notes):
        assert not search(notes.all(), "硝酸", areas=()).exists()

    def test_neighbouring_pairs_are_not_yet_a_word(self, way, db, community):
        Document.objects.create(area=community, title="险废 危险")
        assert not search(Document.objects.all(), "危险废", areas={community.pk}).exists()

    def test_costs_two_statements(self, way, notes, community, django_assert_num_queries):
        with django_assert_num_queries(2):
            list(search(notes.all(), "硝酸", areas={community.pk}).values_list("pk"))

    def test_knows_how_many_without_counting_again(self, notes, community, other_community):
        areas = {community.pk, other_community.pk}
        assert queries.find(notes.all(), "硝酸", areas=areas).count == 2
        assert queries.find(notes.all(), "火箭", areas=areas).count == 0

    def test_does_not_count_what_is_everywhere(self, notes, community, monkeypatch):
        monkeypatch.setattr(queries, "FEW", 0)
        monkeypatch.setattr(queries, "MANY", 0)
        found = queries.find(notes.all(), "硝酸", areas={community.pk})
        assert (found.count, found.at_least) == (None, 0)
