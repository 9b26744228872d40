package dev.sluice.launch;

import dev.sluice.gateway.access.AccessLog;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is logged of requests, as it is told on the command line.
///
/// @param every 1 for all requests; n for one in n
/// @param mebibytes a file may have
/// @param files that are kept
record AccessLogChoice(int every, int mebibytes, int files) {
  private static final Pattern ONE_IN = Pattern.compile("1/([1-9][0-9]{0,8})");
  private static final long MEBIBYTE = 1 << 20;

  AccessLogChoice {
    if (mebibytes < 1 || mebibytes > 10_240 || files < 1 || files > 1_000) {
      throw new IllegalArgumentException(
          "--access-log-mib is %d and --access-log-files %d; give 1 to 10240 and 1 to 1000."
              .formatted(mebibytes, files));
    }
  }

  /// @param which `off`, `all` or `1/N`
  /// @return null for `off`
  /// @throws IllegalArgumentException when it is none of these
  static @Nullable AccessLogChoice of(String which, int mebibytes, int files) {
    var oneIn = ONE_IN.matcher(which);
    if (which.equals("off")) {
      return null;
    }
    if (which.equals("all")) {
      return new AccessLogChoice(1, mebibytes, files);
    }
    if (oneIn.matches()) {
      return new AccessLogChoice(Integer.parseInt(oneIn.group(1)), mebibytes, files);
    }
    throw new IllegalArgumentException(
        "--access-log is '%s'; give off, all, or 1/N for one request in N.".formatted(which));
  }

  AccessLog.Options in(Path directory) {
    return new AccessLog.Options(
        directory.resolve("gateway-access.log"), every, mebibytes * MEBIBYTE, files);
  }

  /// As arguments of `sluice gateway`.
  List<String> arguments(Path directory) {
    return List.of(
        "--access-log", in(directory).file().toString(),
        "--access-log-every", Integer.toString(every),
        "--access-log-mib", Integer.toString(mebibytes),
        "--access-log-files", Integer.toString(files));
  }
}
