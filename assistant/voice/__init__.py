"""A conversation by voice: how a reply is said, what short words mean to the player, where the talk stands. Pure."""
