"""The pages, one thin file each; `ui.main` runs the one that the address names."""
