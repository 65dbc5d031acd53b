"""The page 单位与年度."""
