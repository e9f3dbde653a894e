"""What is stored and read again: answers, offices, results and what is made of them."""
