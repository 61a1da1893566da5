//! Graph -> numbers and paths. Enters: a graph. Leaves: rankings and paths. Changes nothing.
