"""The citizen's page: plain HTML, CSS and ES modules, served from ``static/``; see docs/citizen-page.md."""
