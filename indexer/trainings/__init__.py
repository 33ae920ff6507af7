"""The trainings on offer: where they lead, and which would open an offer to a person."""
