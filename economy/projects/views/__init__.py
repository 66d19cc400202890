"""The pages of projects, their stages and proposals to go back."""
