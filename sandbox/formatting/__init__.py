"""Text with entities: parse modes, automatic entities, trimming, lengths."""
