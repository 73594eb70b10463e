"""The parts that pages are drawn with. Every text from outside is escaped in `ui.components.markup`."""
