@NullMarked
package io.driftseal.scanner.notification;

import org.jspecify.annotations.NullMarked;
