"""Users, their roles in projects, invitations, and the log of what people did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from mingyue.web.people.roles import TITLES, Role

ROLE_CHOICES = [(role.value, title) for role, title in TITLES.items()]


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, name: str, password: str | None = None, **more: Any) -> User:
        """A user who signs in with this address; without a password only an invitation lets them in."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person."""

    email = models.EmailField("邮箱", unique=True)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("可以登录", default=True)
    is_staff = models.BooleanField(default=False)
    language = models.CharField("语言", max_length=10, default="zh-hans")
    theme = models.CharField(
        "外观", max_length=8, default="auto", choices=[("auto", "跟随系统"), ("light", "浅色"), ("dark", "深色")]
    )
    joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a person: in one project, or in all of them where no project is named. A vendor always names one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    project = models.ForeignKey(
        "store.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField("角色", max_length=16, choices=ROLE_CHOICES)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Once each; a vendor is the guest of one project."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "project", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(project=None), name="membership_everywhere_once"
            ),
            models.CheckConstraint(condition=~models.Q(role=Role.VENDOR.value, project=None), name="vendor_is_a_guest"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(role=Role.VENDOR.value), name="vendor_of_one_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {TITLES[Role(self.role)]}"


class Invitation(models.Model):
    """A letter that lets a person in once, until a day. Only a digest of its token is kept.

    by: None for the one that the server itself gives out, for the first administrator; it has no address either.
    """

    email = models.EmailField("邮箱", blank=True)
    name = models.CharField("姓名", max_length=60, blank=True)
    project = models.ForeignKey("store.Project", on_delete=models.CASCADE, null=True, blank=True)
    role = models.CharField("角色", max_length=16, choices=ROLE_CHOICES)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.email


class AuditEntry(models.Model):
    """What somebody did in the workspace. Entries are added, never changed: `save` on an old one and `delete` refuse.

    verb: "finding.waive", "people.invite", "evidence.read" ... about: what it was done to, in words that stay readable when the
    thing is gone. detail: JSON, no personal data beyond need.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey("store.Project", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        """Read newest first, by project."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["project", "-at"], name="audit_by_project")]

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the entry; an entry that is there already is not changed."""
        if not self._state.adding:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("an audit entry is never deleted")
