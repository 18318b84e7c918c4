"""The demo in a real browser, driven as a reader would."""
