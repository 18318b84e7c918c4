"""Tests of handlers/commands/."""
