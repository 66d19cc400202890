"""The audit trail as PostgreSQL sees it: tables, functions that capture changes, and their refusals.

Tables are made by the first migration. Functions are replaced at the end of every `migrate`
(`installer.install`), so they may change without a migration.
"""

TABLES = """
CREATE SEQUENCE audit_entry_id_seq;
CREATE TABLE audit_entry (
    id bigint NOT NULL DEFAULT nextval('audit_entry_id_seq'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id bigint,
    actor text NOT NULL DEFAULT '',
    request uuid,
    reason text NOT NULL DEFAULT '',
    action text NOT NULL,
    table_name text NOT NULL DEFAULT '',
    key text NOT NULL DEFAULT '',
    before jsonb,
    after jsonb,
    area_id bigint
) PARTITION BY RANGE (at);
ALTER SEQUENCE audit_entry_id_seq OWNED BY audit_entry.id;
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_entry_id ON audit_entry (id);
CREATE INDEX audit_entry_record ON audit_entry (table_name, key);

CREATE TABLE audit_seal (
    no bigint PRIMARY KEY,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    count integer NOT NULL,
    gaps bigint[] NOT NULL,
    leaves bytea NOT NULL,
    previous bytea NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL
);
ALTER TABLE audit_seal ALTER leaves SET STORAGE EXTERNAL;

CREATE TABLE audit_detachment (
    month date PRIMARY KEY,
    runs bigint[] NOT NULL,
    count bigint NOT NULL,
    seal bigint NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL
);
"""

DROP_TABLES = """
DROP TABLE audit_detachment, audit_seal, audit_entry CASCADE;
DROP FUNCTION IF EXISTS audit_capture_insert, audit_capture_update, audit_capture_delete,
    audit_capture_truncate, audit_hide, audit_refuse CASCADE;
"""

# What the transaction carries (`attribution.py`); who writes past the portal is named by his database role.
CARRIED = """
    carried jsonb := coalesce(nullif(current_setting('jiedao.audit', true), '')::jsonb, '{}');
    moment timestamptz := clock_timestamp();
    actor_id bigint := carried->>'actor_id';
    actor text := coalesce(carried->>'actor', 'db:' || session_user);
    request uuid := carried->>'request';
    reason text := coalesce(carried->>'reason', '');
    key_column text := TG_ARGV[0];
    area_column text := TG_ARGV[1];
    secrets text[] := string_to_array(TG_ARGV[2], ',');
"""

HIDE = """
CREATE OR REPLACE FUNCTION audit_hide(image jsonb, secrets text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (secrets) THEN '"changed"' ELSE value END)
    FROM jsonb_each(image)
$$;
"""

CAPTURE_IMAGES = """
CREATE OR REPLACE FUNCTION audit_capture_{action}() RETURNS trigger LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE {carried}
BEGIN
    INSERT INTO audit_entry
        (at, actor_id, actor, request, reason, action, table_name, key, {image}, area_id)
    SELECT moment, actor_id, actor, request, reason, '{action}', TG_TABLE_NAME, row.image->>key_column,
           CASE WHEN secrets = '{{}}' THEN row.image ELSE audit_hide(row.image, secrets) END,
           (row.image->>area_column)::bigint
    FROM (SELECT to_jsonb(changed) AS image FROM {rows} changed OFFSET 0) row;
    RETURN NULL;
END $$;
"""

# The FULL JOIN keeps a row whose key itself was changed; it also rules out a nested loop, which a plan cached
# for one row would otherwise repeat for a hundred thousand.
CAPTURE_UPDATE = """
CREATE OR REPLACE FUNCTION audit_capture_update() RETURNS trigger LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE {carried}
BEGIN
    INSERT INTO audit_entry
        (at, actor_id, actor, request, reason, action, table_name, key, before, after, area_id)
    SELECT moment, actor_id, actor, request, reason, 'update', TG_TABLE_NAME, coalesce(n.pk, o.pk),
           difference.before, difference.after, coalesce(n.image->>area_column, o.image->>area_column)::bigint
    FROM (SELECT image, image->>key_column AS pk
          FROM (SELECT to_jsonb(changed) AS image FROM old_rows changed OFFSET 0) s) o
    FULL JOIN (SELECT image, image->>key_column AS pk
               FROM (SELECT to_jsonb(changed) AS image FROM new_rows changed OFFSET 0) s) n ON o.pk = n.pk
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(name, CASE WHEN name = ANY (secrets) THEN '"hidden"' ELSE o.image->name END),
               jsonb_object_agg(name, CASE WHEN name = ANY (secrets) THEN '"changed"' ELSE n.image->name END)
        FROM jsonb_object_keys(coalesce(n.image, o.image)) name
        WHERE o.image->name IS DISTINCT FROM n.image->name
    ) difference (before, after)
    WHERE o.image IS DISTINCT FROM n.image;
    RETURN NULL;
END $$;
"""

CAPTURE_TRUNCATE = """
CREATE OR REPLACE FUNCTION audit_capture_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE {carried}
BEGIN
    INSERT INTO audit_entry (at, actor_id, actor, request, reason, action, table_name)
    VALUES (moment, actor_id, actor, request, reason, 'truncate', TG_TABLE_NAME);
    RETURN NULL;
END $$;
"""

REFUSE = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '操作日志只能追加，不能修改、删除或清空（%）。', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

FUNCTIONS = [
    HIDE,
    CAPTURE_IMAGES.format(action="insert", image="after", rows="new_rows", carried=CARRIED),
    CAPTURE_IMAGES.format(action="delete", image="before", rows="old_rows", carried=CARRIED),
    CAPTURE_UPDATE.format(carried=CARRIED),
    CAPTURE_TRUNCATE.format(carried=CARRIED),
    REFUSE,
]

CAPTURE_EVENTS = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows",
    "update": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
    "truncate": "AFTER TRUNCATE ON {table}",
}

PROTECTED = ("audit_entry", "audit_seal", "audit_detachment")
