"""The front door: the only room that knows botbuilder and aiohttp."""
