"""People whose CVs are sent to recruiters: who fits an offer, who may be shown, what was answered."""
