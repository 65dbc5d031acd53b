"""The page 导出: where to, which documents, what was written."""
