package dev.cairn.architecture.bad.one;

import dev.cairn.architecture.bad.two.Cyclic;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Breaks the rules: a third party's type, a cycle, and a package without @NullMarked. */
public interface LeakyPort {
  List<? extends AbstractAssert<?, ?>> leak(Cyclic cyclic);
}
