//! Graph -> files. Enters: a graph and a format. Leaves: bytes on an output stream; the same graph
//! gives the same bytes. Never changes the graph, never opens the network.

pub mod json;
