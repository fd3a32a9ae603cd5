"""Side effects, one class per collaborator, injected as domain ports. Imports domain and temporalio."""
