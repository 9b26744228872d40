package dev.sluice.architecture.planted.domain.service;

final class StartsThread {
  Thread start(Runnable work) {
    return Thread.startVirtualThread(work);
  }
}
