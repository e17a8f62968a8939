"""What a person types in a notebook, and what answers below the cell."""
