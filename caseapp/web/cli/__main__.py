"""python -m caseapp.web.cli"""

from caseapp.web.cli import main

main()
