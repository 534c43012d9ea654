"""Progress, records and identity checks: an agency's interface, or tables of our own for trying it out."""
