"""Campaigns that ship with the service, as data: what ops may announce as they are (`PUT /v1/campaigns/{id}`)."""
