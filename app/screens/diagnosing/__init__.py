"""What the diagnostics screen shows of findings, and what it does about them."""
