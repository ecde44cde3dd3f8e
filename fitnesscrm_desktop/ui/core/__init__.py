"""What every page stands on.

tasks          the only way off the UI thread: run (read), write (in click order), long (with progress)
bus_bridge     events of the services, on the UI thread
actions        commands as data: menus, buttons, shortcuts and palette
dialogs        questions to the person, behind a protocol
paged_table    FeedTableModel (endless feeds), BlockTableModel (bounded lists), Column
theme          apply_theme, theme(), theme_changed; made of tokens, contrast, palette, stylesheet, marks
icons, fonts   icon("users") follows the theme by itself; app_font
plain, looks   text that is never markup; set_look for the properties the style sheet knows
"""
