"""What the weighing desk reads."""
