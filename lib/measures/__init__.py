"""Build data/processed from data/raw, one public function of `raw` a series (`make data`)."""
