package dev.cairn.graph;

/**
 * A noun that a walk has come to.
 *
 * @param noun the noun's id
 * @param depth after how many steps, 1 or more
 * @param origin the id of the noun that the walk started from
 * @param via the last step
 */
public record Reached(String noun, int depth, String origin, Edge via) {}
