package io.driftseal.cli;

import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What a command takes from the world around it; its output goes where picocli's command line says.
 */
record Surroundings(Clock clock, SecureRandom random, InputStream input) {}
