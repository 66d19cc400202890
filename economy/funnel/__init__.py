"""项目漏斗：how many projects stand where, what was signed, and the rates."""
