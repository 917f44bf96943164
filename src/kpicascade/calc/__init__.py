"""Kernels: numbers in, numbers out; never heard of a KPI."""
