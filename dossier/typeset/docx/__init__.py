"""A .docx → blocks and sections: styles, numbering, tables, drawings as Word means them."""
