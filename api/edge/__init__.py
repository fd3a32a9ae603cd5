"""What every request passes: access, body limits, problems, starts, health, the OpenAPI document."""
