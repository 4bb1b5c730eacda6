"""Tables, figures and the page that a report is rendered to."""
