"""Readers of a plan: each shows it, checks it, writes it, or takes it back."""
