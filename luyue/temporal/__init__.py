"""How this service reaches Temporal: settings, TLS, the client, and the encryption of payloads. No workflow."""
