"""Updates on their way to the bot: polled or posted."""
