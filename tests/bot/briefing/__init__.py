"""Tests of bot/briefing/."""
