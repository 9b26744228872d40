/// Certificates of the gateway's TLS address: one folder of PEM files, chosen by the name that a
/// user agent asks for, and read again when they change.
///
/// May depend on nothing of ours.
@NullMarked
package dev.sluice.gateway.tls;

import org.jspecify.annotations.NullMarked;
