// Sources of the standard library are embedded in this target.
