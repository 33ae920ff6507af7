"""Files in: checked, stored, read by Tika."""
