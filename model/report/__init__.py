"""The answers of one unit for one year, and the functions that change them."""
