"""What each command has done: inputs read, figures computed, files delivered; nothing printed."""
