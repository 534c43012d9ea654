"""Evaluation and measurement over the production pipeline."""
