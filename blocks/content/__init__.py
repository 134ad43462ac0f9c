"""What a video says in letters, held against what is known of its product."""
