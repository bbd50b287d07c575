"""What people touch: the command line and the Streamlit app, both of which talk to the API."""
