"""Models pulled from an OCI registry: asked for, fetched with resume, checked, kept."""
