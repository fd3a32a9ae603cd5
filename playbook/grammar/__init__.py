"""What may be written in each file, as models; the JSON Schemas are generated from them."""
