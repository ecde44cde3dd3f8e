"""What a person sees: widgets and presenters, never the database."""

from fitnesscrm_desktop.ui.core.singletons import keep_singletons

keep_singletons()
