"""The economy's paragraphs: what was reported, who joined, what was signed and what arrived, in the office's phrasing.

Values stand as printed in the record. A published rate is stated where there is one, otherwise the one
computed from the records. Illustrative figures are left out, and so is any rate that rests on one.
"""

from economy.bulletin import clusters as clusters
from economy.bulletin import investment as investment
from economy.bulletin import reported as reported
