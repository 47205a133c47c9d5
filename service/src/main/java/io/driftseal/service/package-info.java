/** What every service runs on: configuration, health, metrics, log, shutdown. */
@NullMarked
package io.driftseal.service;

import org.jspecify.annotations.NullMarked;
