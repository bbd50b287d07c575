"""The pages of the app: widgets and layout, one page a module."""
