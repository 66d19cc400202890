"""Settings shared by every environment."""

from datetime import timedelta
from pathlib import Path

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env.folder("JIEDAO_DATA", BASE_DIR / "var")

SECRET_KEY = env.text("SECRET_KEY")
PERSONAL_DATA_KEYS = env.key_ring("PERSONAL_DATA_KEYS")
PERSONAL_INDEX_KEY = env.text("PERSONAL_INDEX_KEY")
AUDIT_SEAL_KEY = env.text("AUDIT_SEAL_KEY")
DEBUG = False
DEMO = False
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS", ",")

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "portal.backoffice.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_celery_beat",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "rules",
    "treebeard",
    "portal",
    "portal.accounts",
    "portal.audit",
    "portal.api",
    "portal.clock",
    "portal.workflow",
    "portal.exchange",
    "portal.attachments",
    "portal.bulletin",
    "portal.search",
    "portal.site",
    "governance",
    "economy",
    "partybuilding",
    "safety",
    "livelihood",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.assets.middleware.StaticFiles",
    "portal.site.middleware.ContentSecurityPolicyMiddleware",
    "portal.failures.middleware.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.audit.middleware.AuditMiddleware",
    "portal.accounts.middleware.SessionGuard",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.site.middleware.RefusalMiddleware",
    "portal.failures.middleware.Signpost",
    "portal.site.drafts.DraftMiddleware",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "portal.failures.csrf.csrf_failure"
# While this file is there, everybody is told that the portal is under maintenance, with the words of its first line.
MAINTENANCE_FILE = env.folder("MAINTENANCE_FILE", DATA_DIR / "maintenance.txt")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "portal.site.renderer.WidgetRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": False,
        # A choice of ten rows is not worth a cursor of its own; exports stream by COPY.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis_url("REDIS_URL")
CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = env.celery_url(REDIS_URL)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict] = {
    "audit.seal": {"task": "audit.seal", "schedule": 5.0, "options": {"expires": 5.0}},
    "exchange.expire_exports": {"task": "exchange.expire_exports", "schedule": timedelta(minutes=10)},
    # What is done once a day is declared by `portal.daily` and asked for on every round.
    "portal.daily_round": {"task": "portal.daily_round", "schedule": timedelta(minutes=5)},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "portal.accounts.backends.PostBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.ComplexityValidator"},
    {"NAME": "portal.accounts.passwords.HistoryValidator"},
]
PASSWORD_MAX_AGE = timedelta(days=env.number("PASSWORD_MAX_AGE_DAYS", 90))
PASSWORD_HISTORY = 5
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "portal.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_IDLE_LIMIT = timedelta(minutes=env.number("SESSION_IDLE_MINUTES", 30))
SESSION_ABSOLUTE_LIMIT = timedelta(hours=env.number("SESSION_ABSOLUTE_HOURS", 10))
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE_LIMIT.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SECOND_FACTOR_REQUIRED = False
OTP_TOTP_ISSUER = "街道门户"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR / "static")
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "portal.assets.finders.AppsFinder",
    "portal.assets.finders.VendorFinder",
]
VENDOR_FILES = {
    "echarts": ("echarts/dist", ["echarts.min.js"]),
    "htmx": ("htmx.org/dist", ["htmx.min.js"]),
    "leaflet": ("leaflet/dist", ["leaflet.js", "leaflet.css", "images/*.png"]),
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.assets.storage.HashedStorage"},
}

# The ground maps are drawn on: an approved tile service (天地图 or the office's own), or none at all. `{x}`, `{y}`
# and `{z}` stand in the address; hosts are those the browser may load tiles from, as in https://*.tianditu.gov.cn.
MAP_TILE_URL = env.text("MAP_TILE_URL", "")
MAP_TILE_HOSTS = env.items("MAP_TILE_HOSTS", ",")
MAP_TILE_SYSTEM = env.text("MAP_TILE_SYSTEM", "wgs84")
MAP_TILE_ATTRIBUTION = env.text("MAP_TILE_ATTRIBUTION", "")

MEDIA_ROOT = env.folder("MEDIA_ROOT", DATA_DIR / "files")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

IMPORT_MAX_BYTES = env.number("IMPORT_MAX_MB", 50) * 1024 * 1024
IMPORT_MAX_ROWS = env.number("IMPORT_MAX_ROWS", 200_000)
IMPORT_MAX_COLUMNS = env.number("IMPORT_MAX_COLUMNS", 200)
IMPORT_MAX_CELLS = env.number("IMPORT_MAX_CELLS", 8_000_000)
IMPORT_MAX_UNFOLDED = env.number("IMPORT_MAX_UNFOLDED_MB", 512) * 1024 * 1024
IMPORT_MAX_RATIO = 200
IMPORT_READER_MEMORY = env.number("IMPORT_READER_MEMORY_MB", 1024) * 1024 * 1024
IMPORT_AT_ONCE_BYTES = 256 * 1024
IMPORT_AT_ONCE_ROWS = 2_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.authentication.TokenAuthentication",
        "portal.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": [
        "portal.api.throttling.AnonymousThrottle",
        "portal.api.throttling.UserThrottle",
    ],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.wire.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.wire.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "portal.api.wire.JSONOnly",
    "DEFAULT_SCHEMA_CLASS": "portal.api.openapi.ProblemSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "portal.api.problems.answer_with_problem",
    "NUM_PROXIES": env.number("TRUSTED_PROXIES", 0),
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["portal.api.wire.JSONRenderer"],
}
API_TOKEN_LIFETIME = timedelta(days=env.number("API_TOKEN_DAYS", 30))
API_RATES = {
    "anonymous": env.number("API_ANONYMOUS_PER_MINUTE", 600),
    "user": env.number("API_USER_PER_MINUTE", 6000),
    "token": env.number("API_TOKENS_PER_MINUTE", 60),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "街道门户接口",
    "DESCRIPTION": "街道办事处门户的数据接口。列表用翻页标记（cursor）翻页；出错时返回问题详情（RFC 9457），说明用中文。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "POSTPROCESSING_HOOKS": [],
}

UNFOLD = {
    "SITE_TITLE": "街道门户管理后台",
    "SITE_HEADER": "管理后台",
    "SITE_SUBHEADER": "街道门户",
    "SITE_URL": "/desk/",
    "SITE_SYMBOL": "domain",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "THEME": "light",
    "BORDER_RADIUS": "6px",
    "STYLES": ["portal.backoffice.sidebar.stylesheet"],
    "SCRIPTS": ["portal.backoffice.sidebar.script", "portal.backoffice.sidebar.drafts"],
    "COLORS": {
        "primary": {
            "50": "#eef4fb", "100": "#d9e6f5", "200": "#b3cdea", "300": "#82acd9", "400": "#4d85c1", "500": "#2a66a8",
            "600": "#1a4f8b", "700": "#153f70", "800": "#11335a", "900": "#0d2745", "950": "#081a30",
        },
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "portal.backoffice.sidebar.navigation",
    },
    "ACCOUNT": {"navigation": "portal.backoffice.sidebar.account_links"},
}  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
