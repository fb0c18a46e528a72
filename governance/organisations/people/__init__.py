"""How people sign in, and from which seat they act; here because a seat belongs to an organisation (URLs: accounts)."""
