"""Faults on purpose: does every match reach its person once while the real processes are killed and cut off?"""
