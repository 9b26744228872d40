package dev.sluice.architecture.planted.gateway.http;

import dev.sluice.architecture.planted.gateway.route.There;

public record AndBack(There there) {}
