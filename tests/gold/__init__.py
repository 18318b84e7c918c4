"""The gold set: paragraphs written and labelled by hand, one part open, one part blind."""
