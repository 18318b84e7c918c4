"""The rules that read windows of words; each leaves when the room that reads the tree takes its place."""
