"""Reading narrative reports: what was answered, and the passages that may prove a rubric's items.

``readers`` gives lines, ``structure`` sections, ``passages`` candidates, ``document`` the result.
Nothing here knows an indicator or an item by name, and nothing is ever ticked.
"""
