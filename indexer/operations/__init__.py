"""Keeping the service whole: sweep, status, health."""
