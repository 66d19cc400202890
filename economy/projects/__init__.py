"""招商项目：from lead to acceptance, with their stages and days."""
