"""gunicorn: two synchronous workers that are warm, and whose memory is frozen, before the first visitor comes."""

from __future__ import annotations

import gc
import io
import logging
import os
from typing import Any
from wsgiref.util import setup_testing_defaults

wsgi_app = "portal.wsgi:application"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "sync"
timeout = 60
graceful_timeout = 30
max_requests = 0
control_socket_disable = True
# An address too long is answered by a page in words (portal.failures), not by gunicorn's bare line.
limit_request_line = 8190
# Workers on a disk-backed temp folder stall when the disk does.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None

WARM_UP = ["/", "/login/"]


def post_worker_init(worker: Any) -> None:
    """Ask for two pages, so that nothing is loaded during a visit; then leave all of it out of collection."""
    for path in WARM_UP:
        try:
            _ask(worker.wsgi, path)
        except Exception:
            # A worker that cannot serve yet says so by /readyz; it must still start.
            logging.getLogger(__name__).exception("warm-up of %s failed", path)
    gc.collect()
    gc.freeze()
    # A page makes tens of thousands of short-lived objects; a collection every 700 of them took a tenth of its time.
    gc.set_threshold(20_000, 20, 50)


def _ask(application: Any, path: str) -> None:
    from django.conf import settings

    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "wsgi.errors": io.StringIO(),
        "HTTP_X_FORWARDED_PROTO": "https",
    }
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".*") or "localhost"
    answer = application(environ, lambda status, headers, error=None: None)
    try:
        for _ in answer:
            pass
    finally:
        answer.close()
