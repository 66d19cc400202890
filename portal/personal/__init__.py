"""Personal data at rest: encrypted columns, an index for equality search, audited reveals.

* `fields.EncryptedField` and `fields.BlindIndexField`: declare a column.
* `fields.blind_index`: look a person up by an exact phone or ID number.
* `sealed.Sealed`: what a record's attribute is; prints masked, whatever prints it.
* `reveal.reveal`: the plaintext for a person with the permission and a stated purpose; leaves an audit entry.

Legal frame: 个人信息保护法 art. 6, 28, 51; masking as domain sheet 3.3.
"""
