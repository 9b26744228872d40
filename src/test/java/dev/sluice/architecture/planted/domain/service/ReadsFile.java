package dev.sluice.architecture.planted.domain.service;

import java.nio.file.Files;
import java.nio.file.Path;

final class ReadsFile {
  boolean isThere(Path path) {
    return Files.exists(path);
  }
}
