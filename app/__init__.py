"""The program: command line, screens, and the core that they share."""
