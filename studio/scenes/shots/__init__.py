"""What a shot is made of: its ground, title, cards and presenter; the end card."""
