"""*Clients*: who they are, what they buy, what is proposed to them, and why."""
