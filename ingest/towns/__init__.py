"""The towns of the city: which there are on a day, how counties write them, which one a submission means."""
