"""Charts: plain data in, a plot out. The only place that imports pyqtgraph, and only when one is shown."""
