"""到位资金：money that arrived, receipt by receipt."""
