package dev.sluice.launch;

import dev.sluice.sample.SampleService;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Runs the sample service.
@Command(
    name = "sample",
    description = "Runs a small service to try things with; PORT says where it listens.",
    mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    return SampleService.run(System.getenv());
  }
}
