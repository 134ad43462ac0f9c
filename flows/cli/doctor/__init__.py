"""`url2video doctor`: checks each part and says what mends it."""
