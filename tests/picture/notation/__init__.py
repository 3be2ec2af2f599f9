"""Numbers, rules, flows, grids."""
