"""The pace of POSTs, in one process or shared by several."""
