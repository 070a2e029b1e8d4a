"""The workbench in a browser on this machine: a server, its gate, and its driver."""
