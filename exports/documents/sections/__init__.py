"""The sections of documents: each a function from the desk to parts. Which stand in which document: the documents."""
