"""What all requests share: access, body limits, problem answers, starts, health, the OpenAPI document."""
