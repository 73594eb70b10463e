"""What pages share: the shell around them, their state, long work, and the parts they are drawn with."""
