/// Which instance a request goes to: the routing table compiled for look-up ([Router]), the split
/// by percentage ([Split]) and what is in flight where ([LiveOrigin]). No input or output in here.
///
/// Start reading at [Router#choose]. May depend on `domain` only.
@NullMarked
package dev.sluice.gateway.route;

import org.jspecify.annotations.NullMarked;
