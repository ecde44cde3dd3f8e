"""What each permission lets a person do, in words: for refusals and for the table of roles."""

from __future__ import annotations

from collections.abc import Mapping

from fitnesscrm_desktop.models.values import Permission

PERMISSION_WORDS: Mapping[Permission, str] = {
    Permission.VIEW_CLIENTS: "See clients",
    Permission.EDIT_CLIENTS: "Add and edit clients",
    Permission.ARCHIVE_CLIENTS: "Archive and restore clients",
    Permission.MERGE_CLIENTS: "Merge two clients into one",
    Permission.IMPORT_CLIENTS: "Import a list",
    Permission.EXPORT_CLIENTS: "Export a list",
    Permission.VIEW_HEALTH: "See health data",
    Permission.WRITE_NOTES: "Write notes",
    Permission.CHECK_IN: "Check in and out",
    Permission.UNDO_CHECK_IN: "Take a check-in back",
    Permission.OVERRIDE_CHECK_IN: "Let in against the rules, with a reason",
    Permission.SELL: "Sell memberships and products",
    Permission.CHANGE_MEMBERSHIPS: "Renew, freeze, extend, cancel",
    Permission.VIEW_MONEY: "See accounts and debts",
    Permission.TAKE_PAYMENT: "Take payments",
    Permission.REFUND: "Refund and reverse",
    Permission.VIEW_TAKINGS: "See the day’s takings",
    Permission.MANAGE_PLANS: "Edit plans, prices and products",
    Permission.VIEW_PROGRESS: "See measurements and goals",
    Permission.RECORD_PROGRESS: "Measure, set goals, write reports",
    Permission.MANAGE_METRICS: "Add metrics of the studio’s own",
    Permission.WRITE_MESSAGES: "Write messages",
    Permission.APPROVE_MESSAGES: "Approve and send messages",
    Permission.MANAGE_RULES: "Edit rules and templates",
    Permission.MANAGE_JOBS: "Look after the jobs",
    Permission.VIEW_FILES: "See files",
    Permission.ADD_FILES: "Add and edit files",
    Permission.MANAGE_FILES: "Remove files, see those of the staff",
    Permission.VIEW_PHOTOS: "See progress photos",
    Permission.ADD_PHOTOS: "Take progress photos",
    Permission.FILL_FORMS: "Have forms filled in and signed",
    Permission.MANAGE_FORMS: "Edit forms, and who needs them",
    Permission.USE_ASSISTANT: "Have the assistant write drafts",
    Permission.MANAGE_ASSISTANT: "Look after the assistant",
    Permission.CONNECT_ASSISTANT: "Connect the assistant to a server",
    Permission.VIEW_REPORTS: "See and print reports",
    Permission.VIEW_AUDIT: "See who did what",
    Permission.MANAGE_SETTINGS: "Change settings",
    Permission.MANAGE_STAFF: "Manage staff",
    Permission.MAINTAIN_DATABASE: "Look after the database",
}
