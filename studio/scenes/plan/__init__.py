"""What is seen when, where and in which colours; nothing is drawn."""
