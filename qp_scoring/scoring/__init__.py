"""From combined answers to levels, means and bands, and the way up from there.

The words of the way up, each with one meaning:

- *turn*: a value of a measure where some score may bend or jump (:mod:`~qp_scoring.rubric.space`).
- *axis*: interchangeable items that are not met, or the values that a measure can go to; a *place*
  on it says how many of the items come to be met, or which value stands (0: as it is).
- *ladder*: the scores of one indicator of one office at every *state*, a place on each of its axes.
- *rung*: a state together with the value that each measure which moves has to reach.
- *steps*: the items and values of one rung, chosen by name; what they take is their *effort*. An
  item is one step, a value one however far it goes.
- *option*: a score to which an indicator comes by so many steps and by no fewer.
- *mover*: an indicator that has options, with what a unit of its score brings to the mean.
- *way*: the steps of several movers that together lift the band; its *moves* stand in the results.
"""
