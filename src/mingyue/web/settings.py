"""Settings of the workspace. What differs between two installations comes from the environment, see docs/web.md."""

from __future__ import annotations

import os
from pathlib import Path

from mingyue.web.environment import address, database, flag, home, hosts, mail, networks, secret

BASE_DIR = Path(__file__).parent
HOME = home()

SECRET_KEY = secret(HOME)
DEBUG = flag("MINGYUE_DEBUG")
ALLOWED_HOSTS = hosts()
HTTPS = flag("MINGYUE_HTTPS")
"""The workspace is reached through HTTPS: cookies are then sent over nothing else."""

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS]
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("MINGYUE_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mingyue.web.page.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "mingyue.web.people",
    "mingyue.web.store",
    "mingyue.web.jobs",
    "mingyue.web.signoff",
    "mingyue.web.rounds",
    "mingyue.web.notebook",
    "mingyue.web.drafting",
    "mingyue.web.notices",
    "mingyue.web.rest",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mingyue.web.middleware.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mingyue.web.middleware.turned_away",
    "django_htmx.middleware.HtmxMiddleware",
    "mingyue.web.people.middleware.preferences",
    "mingyue.web.people.middleware.second_factor",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "mingyue.web.urls"
WSGI_APPLICATION = "mingyue.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR],  # a page's template stands in the page's own folder
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "mingyue.web.page.shell",
            ],
            "builtins": ["mingyue.web.tags"],
        },
    },
]

DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_ROOM = {"OPTIONS": {"MAX_ENTRIES": 200_000}}  # limits are counted here: a flood of new keys must not push counts out
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "mingyue_cache", **_ROOM},
    "fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments"},
}

MEDIA_ROOT = HOME / "files"  # never under a URL: a page hands files out after it has asked who is there
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long list of requirements is one form

JOBS_IMMEDIATE = False
"""Tests set it: a background job then runs where it is asked for."""

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: WhiteNoise serves the packages' own folders
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # no step between installing and running

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation was sent to the address: following it proves the address
ACCOUNT_ADAPTER = "mingyue.web.people.adapter.Adapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/15m/key", "sign_failed": "5/15m/user"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes this server write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【明约】"
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser, after SESSION_COOKIE_AGE at the latest
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
REQUIRE_2FA = flag("MINGYUE_REQUIRE_2FA", default=HTTPS)
"""Who has no second factor reaches only the pages of their own account until it is set up."""
MFA_ADAPTER = "mingyue.web.people.adapter.SecondFactor"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has verified it; allauth's own table of addresses is not used
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mingyue 明约"
USERSESSIONS_TRACK_ACTIVITY = False
SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
"""Without HTTPS (a laptop, for oneself) Django's demands of HTTPS are not faults."""

EMAIL_BACKEND, _MAIL = mail()
EMAIL_HOST, EMAIL_PORT = _MAIL.get("host", "localhost"), int(_MAIL.get("port", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.get("user", ""), _MAIL.get("password", "")
EMAIL_USE_SSL = _MAIL.get("scheme") == "smtps"
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_TIMEOUT = 20
URL = address()
"""Where people reach the workspace: links in messages begin with it."""
NOTICE_TASKS = "mingyue.web.page.all_tasks"
"""What waits for a person on a day: the list of the home page, of which notices are made."""
DEFAULT_FROM_EMAIL = os.environ.get("MINGYUE_MAIL_FROM", "mingyue@localhost")

SIGNING_SECRET = os.environ.get("MINGYUE_SIGNING_SECRET", "")
"""Opens the private key of the workspace's root certificate. Empty: no such key is kept, each signer gets a root of their own."""
TSA_URL = os.environ.get("MINGYUE_TSA_URL", "")
"""An RFC 3161 time-stamp service. Empty: signatures carry the time of this machine only, and the pages say so."""
TSA_ROOTS = os.environ.get("MINGYUE_TSA_ROOTS", "")
"""A PEM file: the roots of that service, to verify by."""

RATES = {"upload": (60, 600), "export": (120, 600), "sign": (20, 600), "invite": (50, 3600), "link": (300, 600)}
"""How many in how many seconds: of one person, or where nobody signed in, of one address. Told in docs/web.md."""
UPLOAD_MOST = 200 * 1024 * 1024
"""Bytes of one request with all its files. More is turned away before it is read."""
API_PER_MINUTE = 300
"""Requests of one token in a minute."""
WEBHOOK_NETWORKS = networks("MINGYUE_WEBHOOK_NETWORKS")
"""Inner networks that webhooks may call all the same; with the loopback among them, http:// is allowed there."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        name: {"level": "ERROR"} for name in ("pyhanko", "pyhanko_certvalidator")
    },  # strangers' signatures are no news
    "root": {"handlers": ["console"], "level": os.environ.get("MINGYUE_LOG", "WARNING")},
}
