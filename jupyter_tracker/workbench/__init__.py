"""What tables, groups, pivots and statistics of many runs are made of: the store asked, the answers worked out."""
