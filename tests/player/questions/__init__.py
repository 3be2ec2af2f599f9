"""Questions about real runs: each truth and each slip can be checked in the head."""
