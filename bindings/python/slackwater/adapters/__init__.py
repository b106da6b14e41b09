"""Bridges to other packages, one module each; none of them is needed for anything else."""
