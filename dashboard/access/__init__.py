"""Who may open the page: people of the house, their passwords, their sessions, their traces."""
