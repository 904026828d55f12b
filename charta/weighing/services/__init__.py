"""What can be done at the weighing desk. Each verb writes one journal entry."""
