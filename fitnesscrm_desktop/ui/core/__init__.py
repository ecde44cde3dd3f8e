"""What every page stands on: tasks, events, actions, tables, dialogs and the theme."""
