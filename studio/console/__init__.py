"""The page to look at, under `/`: try a URL, watch its videos being made, see what was read and said."""
