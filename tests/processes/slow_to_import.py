"""As slow to import as large libraries are."""

import time

time.sleep(2)
