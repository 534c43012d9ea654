"""SQLAlchemy tables and their migrations."""
