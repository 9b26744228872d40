package dev.sluice.architecture.planted.engine.scaling;

final class Prints {
  void print(String text) {
    System.out.println(text);
  }
}
