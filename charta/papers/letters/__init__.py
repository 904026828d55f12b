"""Answer letters from the city's own DOCX template.

``opening`` looks at the file before anything reads it, ``template`` finds the placeholders,
``filling`` writes the letters; ``words`` lists the placeholders there are.
"""
