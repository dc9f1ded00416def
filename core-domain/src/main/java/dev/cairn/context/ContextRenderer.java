package dev.cairn.context;

import dev.cairn.memory.Fact;
import java.util.List;

/**
 * Writes facts as text for a prompt, and reads such text back. Implementations are immutable and
 * thread-safe.
 *
 * <p>What is rendered of a fact is its {@link Fact#document()}. Facts may hold any characters, any
 * types and any members: a fact that does not fit the format's short form takes a longer one, and
 * never changes how others are written.
 */
public interface ContextRenderer {

  /** The name of its provider. */
  String name();

  /** What it writes. */
  Fidelity fidelity();

  /** How much of a fact a format holds. */
  enum Fidelity {
    /** {@link #parse} gives back equal documents, whatever the facts hold. */
    EXACT,

    /** Some values cannot be told apart in the text; which is said in the renderer's Javadoc. */
    LOSSY
  }

  /**
   * The facts as text, in an order that the format chooses.
   *
   * @param facts of any users, with any members, such as a {@link FieldSelection} has left
   */
  Rendering render(List<Fact> facts);

  /**
   * The facts of a text that {@link #render} made, in the order of the text.
   *
   * @throws ContextParseException if the text is not of this format, with the line that is wrong
   * @throws UnsupportedOperationException if the format is {@link Fidelity#LOSSY} and cannot be
   *     read
   */
  List<Fact> parse(String text);
}
