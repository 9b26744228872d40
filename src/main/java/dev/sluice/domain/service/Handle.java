package dev.sluice.domain.service;

/// What a platform calls a running instance.
///
/// @param shown what an operator looks for on that platform: a pid, a container's or a pod's name
/// @param identity everything the platform needs to recognise exactly this run of it later, and
///   nothing else under the same name; its form is the platform's own business
public record Handle(String shown, String identity) {}
