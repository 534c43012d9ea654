"""What people at the desk do: accounts, conversations, call-backs, the ledger, figures. Core: no web, no database."""
