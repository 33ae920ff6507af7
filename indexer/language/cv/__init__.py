"""CVs: from the text that Tika reads to jobs held and wanted, diplomas, languages, place; who it is about kept out."""
