"""Cases between hands: who gets one, passing it on and up, disputes, departments that join."""
