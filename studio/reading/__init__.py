"""Pages and pictures of strangers, read in processes of their own."""
