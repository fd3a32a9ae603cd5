"""The keys and values each file may have, as models; the JSON Schemas are generated from them."""
