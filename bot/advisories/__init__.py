"""Advisory registers: what governments say of travel, country by country. State, of which only changes are news."""
