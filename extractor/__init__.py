"""Reads Chinese government and health work reports into typed indicator tables."""
