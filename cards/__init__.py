"""What members see: pure functions from committee views to Adaptive Cards."""
