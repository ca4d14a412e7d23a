"""Reads that several consumers share; they return rows and never write."""
