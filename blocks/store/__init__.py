"""The store: where finished videos and the render ledger live, in S3 or a local folder."""
