package dev.cairn.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar states. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(VersionText.class.getPackage().getImplementationVersion())
            .orElse("development build");
    return new String[] {"cairn " + version, "Java " + Runtime.version()};
  }
}
