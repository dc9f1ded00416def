package dev.cairn.graph;

/** What makes one path shorter than another. */
public enum PathMeasure {
  /** The number of verbs. */
  HOPS,

  /** The sum of the verbs' weights: a weight is a length or a cost. */
  WEIGHT,

  /** The sum of 1 / weight: a weight is a strength. A verb of weight 0 leads nowhere. */
  STRENGTH;

  /** What one verb adds; infinite if it cannot be walked. */
  double length(Edge edge) {
    return switch (this) {
      case HOPS -> 1;
      case WEIGHT -> edge.weight();
      case STRENGTH -> 1 / edge.weight();
    };
  }
}
