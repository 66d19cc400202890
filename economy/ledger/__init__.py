"""项目台账：whole ledgers of projects, contracts and stated funds, read from sheets and folders."""
