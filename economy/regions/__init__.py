"""资金来源区划：the table of regions money may come from."""
