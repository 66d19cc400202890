"""Pages on a million documents: list, deep page, record, search, public home, as ratios to one ORM `.get()`.

    DATABASE_URL=… REDIS_URL=… python -m bench.pages [--rows 1000000]

Prints one JSON object per line: name, value, unit, target, ok.
"""

from __future__ import annotations

import argparse
from urllib.parse import quote

from bench import lists
from bench.api import ratio, tell
from bench.serving import measure, served

LIST = "/desk/documents/"
WORDS = {
    "rare": "硝酸",
    "one_in_a_hundred": "危废",
    "one_in_eight": "楼道",
    "phrase": "危废暂存",
    "nowhere": "火箭",
}
FILL = """
    INSERT INTO attachments_document
        (area_id, created_at, updated_at, title, document_number, dated_on, file, sha256, size, quote)
    SELECT (%(areas)s::bigint[])[1 + (random() * (%(count)s - 1))::int], now() - n * interval '1 second', now(),
           (ARRAY['关于安全生产检查情况的通报', '楼道堆物清理情况报告', '招商引资签约项目台账', '固定资产投资完成情况表',
                  '规模以上工业企业月报', '网格巡查发现问题登记', '志愿服务活动签到表', '辖区企业走访记录'])[1 + n %% 8],
           '样办〔2018〕' || n || '号', date '2016-01-01' + n %% 3650, '', '', 0,
           CASE WHEN n %% 100 = 7 THEN '危废暂存间未上锁，' WHEN n %% 100000 = 11 THEN '硝酸储罐渗漏，' ELSE '' END
           || (ARRAY['消防通道被占用', '电线私拉乱接', '灭火器过期未换', '安全出口标识缺失', '企业已签订承诺书',
                     '社区组织居民清扫', '收入按月入库'])[1 + n %% 7]
           || '，已通知' || (ARRAY['物业', '业主', '企业负责人', '社区'])[1 + n %% 4] || '限期整改并复查。'
    FROM generate_series(1, %(rows)s) AS n
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    lists.prepare(options.rows)
    newest = fill(options.rows)
    with served({}) as port:
        tell("public_home", measure(port, "/", count=400, against="/bare").ratio, "× bare", 1.5)
        for username in ("economy_clerk", "auditor"):
            headers = {"Cookie": f"sessionid={lists.session(username)}"}
            first = measure(port, LIST, headers=headers, count=150)
            ratio(f"list_{username}", first, 8)
            tell(f"list_p95_{username}", first.p95 / first.p50, "× p50", 1.6)
            deep = measure(port, _deep(newest - options.rows // 2), headers=headers, count=150)
            tell(f"list_deep_{username}", deep.ratio / first.ratio, "× first page", 1.2)
            ratio(f"record_{username}", measure(port, f"{LIST}{newest}/", headers=headers, count=150), 8)
            for name, word in WORDS.items():
                found = measure(port, f"{LIST}?q={quote(word)}", headers=headers, count=40)
                ratio(f"search_{name}_{username}", found, 6 if name in ("rare", "nowhere") else 25)
    for size in (1, 50, 200):
        sql = lists.queries("economy_clerk", f"{LIST}?page_size={size}", by_session=True)
        tell(f"list_sql_{size}", sql, "SQL", 6)
    tell("record_sql", lists.queries("economy_clerk", f"{LIST}{newest}/", by_session=True), "SQL", 8)


def fill(rows: int) -> int:
    """Fill the documents once; the search index is dropped meanwhile. Returns the newest document's key."""
    from django.db import connection

    from portal.accounts.models import Area
    from portal.attachments.models import Document
    from portal.search.operations import create_index, index_name

    if not Document.objects.exists():
        areas = list(Area.objects.filter(kind="community").values_list("pk", flat=True))
        table = Document._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(f'DROP INDEX "{index_name(table)}"')
            cursor.execute(FILL, {"areas": areas, "count": len(areas), "rows": rows})
            cursor.execute(create_index(table))
            cursor.execute("SET session_replication_role = origin")
            cursor.execute(f'VACUUM ANALYZE "{table}"')
    return Document.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _deep(key: int) -> str:
    """The page that begins at the document `key`."""
    from portal.records.keyset import Cursor

    return f"{LIST}?cursor={Cursor('attachments.document:-id', False, str(key), key)}"


if __name__ == "__main__":
    main()
