/**
 * The scanner's durable state in one SQLite file: evidence chain, decisions, incidents, verdicts,
 * outbox. One process writes, every port of a transaction commits together, and what was committed
 * survives the loss of process and power.
 */
@NullMarked
package io.driftseal.scanner.store;

import org.jspecify.annotations.NullMarked;
