"""The answers of one unit for one year, and every way to change them."""
