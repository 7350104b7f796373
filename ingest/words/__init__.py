"""What a single text or cell says, before anything is known of the table it stands in."""
