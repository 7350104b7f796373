"""Returns to the counties: what is wrong with the files of a month, as a list and in marked copies of the files."""
