"""The page 核对."""
