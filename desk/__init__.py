"""What the desk does, free of Telegram, SQL and clocks."""
