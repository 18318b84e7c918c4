"""The gold set: paragraphs written and labelled by hand, one half open, one half blind."""
