"""Who works here, and what each may do."""

from __future__ import annotations

import enum


class Role(enum.StrEnum):
    """What somebody on the staff is."""

    OWNER = "owner"
    MANAGER = "manager"
    FRONT_DESK = "front_desk"
    TRAINER = "trainer"


class Permission(enum.StrEnum):
    """What a person may do. Checked in services only."""

    VIEW_CLIENTS = "clients.view"
    EDIT_CLIENTS = "clients.edit"
    ARCHIVE_CLIENTS = "clients.archive"
    MERGE_CLIENTS = "clients.merge"
    EXPORT_CLIENTS = "clients.export"
    IMPORT_CLIENTS = "clients.import"
    VIEW_HEALTH = "clients.health"
    WRITE_NOTES = "notes.write"
    CHECK_IN = "checkin.create"
    UNDO_CHECK_IN = "checkin.undo"
    OVERRIDE_CHECK_IN = "checkin.override"
    SELL = "memberships.sell"
    CHANGE_MEMBERSHIPS = "memberships.change"
    VIEW_MONEY = "billing.view"
    TAKE_PAYMENT = "billing.take"
    REFUND = "billing.refund"
    VIEW_TAKINGS = "billing.takings"
    MANAGE_PLANS = "plans.manage"
    VIEW_REPORTS = "reports.view"
    WRITE_MESSAGES = "messages.write"
    APPROVE_MESSAGES = "messages.approve"
    MANAGE_RULES = "rules.manage"
    MANAGE_JOBS = "jobs.manage"
    FILL_FORMS = "forms.fill"
    MANAGE_FORMS = "forms.manage"
    USE_ASSISTANT = "assistant.use"
    MANAGE_ASSISTANT = "assistant.manage"
    CONNECT_ASSISTANT = "assistant.connect"
    VIEW_FILES = "files.view"
    ADD_FILES = "files.add"
    MANAGE_FILES = "files.manage"
    VIEW_PHOTOS = "photos.view"
    ADD_PHOTOS = "photos.add"
    VIEW_PROGRESS = "progress.view"
    RECORD_PROGRESS = "progress.record"
    MANAGE_METRICS = "progress.metrics"
    MANAGE_STAFF = "staff.manage"
    MANAGE_SETTINGS = "settings.manage"
    VIEW_AUDIT = "audit.view"
    MAINTAIN_DATABASE = "database.maintain"
