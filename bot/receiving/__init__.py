"""From Telegram to the desk: polling or webhook, the inbox, batches of updates."""
