"""The eight products, one module each: `exposures()` answers the pictures to take."""
