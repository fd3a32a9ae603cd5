"""What must hold in the transaction before a touch or task leaves: claims, suppressions, circumstances."""
