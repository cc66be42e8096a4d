"""The ledger: every act as a row that nobody changes, closed day by day."""
