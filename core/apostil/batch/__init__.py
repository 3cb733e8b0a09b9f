"""Many documents: annotated here or by workers that may die, in order, into outputs that a later run can go on with."""
