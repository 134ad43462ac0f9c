"""What strangers may take of this machine: the limits, and the processes and connections that keep them.

Pages, pictures and videos come from anybody, and so do connections. `limits` says how much each may take and why;
`child` and `confined` are the two sides of a process in which such bytes are read.
"""
