"""Studio: a local server that speaks the Jogg.ai HTTP contract and really renders.

It reads a product page, writes a script from the facts on it, speaks the script, animates the product's own
pictures and encodes an MP4. It is a process of its own behind HTTP and imports nothing of `flows` or `blocks`.
"""
