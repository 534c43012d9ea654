"""Handing a conversation to a person: states, reasons, availability, the packet an agent receives. Pure, no I/O."""
