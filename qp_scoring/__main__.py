"""``python -m qp_scoring``."""

import sys

from qp_scoring.cli import main

sys.exit(main())
