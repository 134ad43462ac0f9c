"""S3 as the store."""
