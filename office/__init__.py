"""The office as a whole: sign-in, devices, live channel, API, shared page frame."""
