package dev.sluice.architecture.planted.engine.scaling;

import javafx.scene.Node;

record ShowsNode(Node node) {}
