"""Returns to the counties: what is wrong with the files of a month, as a correction list for the clerk."""
