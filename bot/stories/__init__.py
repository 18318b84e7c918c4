"""Stories: articles about the same happening are grouped as they come."""
