"""The officer's terminal, and the rating screen that faces the visitor."""
