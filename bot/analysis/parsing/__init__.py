"""From text to a parsed spaCy ``Doc``: layout, the trained encoder, trees and lemmas."""
