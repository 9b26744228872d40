package dev.sluice.architecture.planted.gateway.route;

import dev.sluice.architecture.planted.gateway.http.AndBack;

public record There(AndBack back) {}
