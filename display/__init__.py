"""The lobby display: which number goes to which counter."""
