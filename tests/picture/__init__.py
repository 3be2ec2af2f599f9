"""Tests of the pictures, one file for each module."""
