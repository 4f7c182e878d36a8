"""What a person sees in a workbook's cells and calamine does not tell, format by format."""
