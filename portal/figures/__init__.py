"""The arithmetic every report trusts: quantities, periods, rates, votes. Pure functions on `Decimal`.

Nothing here reads a database, the clock or a float. Rounding follows one rule: exact until shown, then half up.
"""
