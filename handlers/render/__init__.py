"""From a document (blocks) to what is sent or printed: rich messages, classic HTML, the terminal."""
