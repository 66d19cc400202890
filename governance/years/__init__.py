"""企业年度数据：an enterprise's figures by year."""
