"""Themes of red tape in Mongolian as people really write it: text in, themes out; knows no case, user or web page."""
