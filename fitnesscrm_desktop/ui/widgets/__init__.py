"""Reusable widgets which know nothing of clients, plans or payments. Import each from its module.

Words:    labels (Label, IconLabel, line), page_header (PageHeader), banner (Banner),
          pills (Pill, PillDelegate),
          avatar (Avatar), states (EmptyState, Skeleton, ErrorPanel), toasts (ToastHost.say)
Pressing: buttons (Button, PrimaryButton, DangerButton, LinkButton, IconButton, ActionButton),
          segmented_control (SegmentedControl), sidebar (Sidebar)
Typing:   form (Form), search_field (SearchField), picker_field (PickerField), money_field (MoneyField),
          date_field (DateField), number_field (NumberField, TimeField)
Showing:  cards (Card, KpiCard), data_table (DataTable), timeline (Timeline, TimelineEntry),
          occupancy_bar (OccupancyBar), pdf_view (PdfView)
"""
