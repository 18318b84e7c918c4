"""Events: who did what to whom, where, when and how real it is, read from the dependency tree."""
