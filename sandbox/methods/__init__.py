"""The methods of the Bot API, one file per family, and the table that names them."""
