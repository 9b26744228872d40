package dev.sluice.architecture.planted.console.services;

import javafx.application.Platform;

final class RunsLater {
  void run(Runnable work) {
    Platform.runLater(work);
  }
}
