package dev.sluice.architecture.planted.console.services;

import javafx.scene.Node;

record NodeViewModel(Node node) {}
