"""News in: addresses, files and feeds become stored and analysed articles."""
