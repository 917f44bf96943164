"""Bytes and frames to model values and back; formats do not know each other."""
