"""How fast the office is, told as ratios that hold on any machine. Never a test."""
