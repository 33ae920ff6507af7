"""Reference data, imported: official jobs, communes, trainings, synonyms; validated, kept, and put in force at once."""
