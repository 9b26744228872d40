package dev.sluice.architecture.planted.engine.scaling;

import java.util.Random;

final class RollsDice {
  int roll() {
    return new Random().nextInt(6);
  }
}
