"""The runner inside: a strict Docker Model Runner in front of a real llama.cpp."""
