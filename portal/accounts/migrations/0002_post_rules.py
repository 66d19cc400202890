"""The database refuses posts that may not stand side by side, whoever writes them."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_post_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    administrators CONSTANT text[] := ARRAY['system_admin', 'security_admin', 'audit_admin'];
    single_holder CONSTANT text[] := ARRAY['community_secretary', 'grid_head'];
    span CONSTANT daterange := daterange(NEW.valid_from, NEW.valid_to, '[]');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('accounts_post:user'), NEW.user_id::int);
    IF EXISTS (
        SELECT 1 FROM accounts_post other
        WHERE other.user_id = NEW.user_id AND other.id <> NEW.id AND other.role <> NEW.role
          AND (NEW.role = ANY(administrators) OR other.role = ANY(administrators))
          AND daterange(other.valid_from, other.valid_to, '[]') && span
    ) THEN
        RAISE EXCEPTION '系统管理员、安全管理员、安全审计员不能兼任，也不能兼任业务岗位；请先结束原岗位。'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'post_administrators_apart';
    END IF;
    IF NEW.role = ANY(single_holder) THEN
        PERFORM pg_advisory_xact_lock(hashtext('accounts_post:' || NEW.role), NEW.area_id::int);
        IF EXISTS (
            SELECT 1 FROM accounts_post other
            WHERE other.area_id = NEW.area_id AND other.role = NEW.role AND other.id <> NEW.id
              AND daterange(other.valid_from, other.valid_to, '[]') && span
        ) THEN
            RAISE EXCEPTION '这个岗位同一时间只能有一人；请先结束前任的岗位。'
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'post_single_holder';
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_post_check AFTER INSERT OR UPDATE ON accounts_post
    FOR EACH ROW EXECUTE FUNCTION accounts_post_check();
"""

REVERSE = """
DROP TRIGGER accounts_post_check ON accounts_post;
DROP FUNCTION accounts_post_check();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, REVERSE)]
